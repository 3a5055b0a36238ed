package dev.roost.protocol;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The registered payload types. A type may be spelled in any way that leaves the same letters and
 * digits: {@code task.request}, {@code TaskRequest} and {@code TASK-REQUEST} are one.
 */
public enum PayloadType {
  /** {@link TaskRequest}. */
  TASK_REQUEST("task.request"),
  /** {@link TaskResponse}. */
  TASK_RESPONSE("task.response"),
  /** {@link TaskStream}; clients insist on this spelling. */
  TASK_STREAM("TaskStream"),
  /** {@link TaskUpdate}. */
  TASK_UPDATE("task.update"),
  /** {@link TaskCancel}. */
  TASK_CANCEL("task.cancel"),
  /** {@link MessageSend}. */
  MESSAGE_SEND("message.send"),
  /** {@link StateQuery}. */
  STATE_QUERY("state.query"),
  /** {@link StateRestore}. */
  STATE_RESTORE("state.restore"),
  /** {@link ArtifactNotify}. */
  ARTIFACT_NOTIFY("artifact.notify"),
  /** {@link McpToolCall}. */
  MCP_TOOL_CALL("mcp_tool_call"),
  /** {@link McpToolResult}. */
  MCP_TOOL_RESULT("mcp_tool_result"),
  /** {@link McpResourceFetch}. */
  MCP_RESOURCE_FETCH("mcp_resource_fetch"),
  /** {@link McpResourceData}. */
  MCP_RESOURCE_DATA("mcp_resource_data"),
  /** {@link MessageAck}. */
  MESSAGE_ACK("MessageAck"),
  /** {@link CustomPayload}: any type that is not registered. */
  CUSTOM("custom");

  private static final Map<String, PayloadType> BY_KEY = new HashMap<>();
  private static final Map<String, PayloadType> BY_SPELLING = new HashMap<>();

  static {
    for (PayloadType type : values()) {
      if (type != CUSTOM) {
        BY_KEY.put(type.key(), type);
        BY_SPELLING.put(type.spelling, type);
      }
    }
  }

  private final String spelling;

  PayloadType(String spelling) {
    this.spelling = spelling;
  }

  /** How we spell the type. */
  public String spelling() {
    return spelling;
  }

  /** The normalised spelling, by which types are compared. */
  public String key() {
    return normalise(spelling);
  }

  /** Says whether an envelope of this type must name the request that it answers. */
  public boolean needsCorrelation() {
    return switch (this) {
      case TASK_RESPONSE, TASK_STREAM, MCP_TOOL_RESULT, MCP_RESOURCE_DATA -> true;
      default -> false;
    };
  }

  /** The registered type of that spelling, else {@link #CUSTOM}. */
  public static PayloadType of(String spelling) {
    PayloadType exact = BY_SPELLING.get(spelling);
    return exact != null ? exact : find(normalise(spelling)).orElse(CUSTOM);
  }

  /** The type of a payload. */
  public static PayloadType of(Payload payload) {
    if (payload instanceof TaskRequest) {
      return TASK_REQUEST;
    } else if (payload instanceof TaskResponse) {
      return TASK_RESPONSE;
    } else if (payload instanceof TaskStream) {
      return TASK_STREAM;
    } else if (payload instanceof TaskUpdate) {
      return TASK_UPDATE;
    } else if (payload instanceof TaskCancel) {
      return TASK_CANCEL;
    } else if (payload instanceof MessageSend) {
      return MESSAGE_SEND;
    } else if (payload instanceof StateQuery) {
      return STATE_QUERY;
    } else if (payload instanceof StateRestore) {
      return STATE_RESTORE;
    } else if (payload instanceof ArtifactNotify) {
      return ARTIFACT_NOTIFY;
    } else if (payload instanceof McpToolCall) {
      return MCP_TOOL_CALL;
    } else if (payload instanceof McpToolResult) {
      return MCP_TOOL_RESULT;
    } else if (payload instanceof McpResourceFetch) {
      return MCP_RESOURCE_FETCH;
    } else if (payload instanceof McpResourceData) {
      return MCP_RESOURCE_DATA;
    } else if (payload instanceof MessageAck) {
      return MESSAGE_ACK;
    }
    return CUSTOM;
  }

  /** Lower case, letters and digits only. Letters beyond ASCII stay. */
  public static String normalise(String spelling) {
    String lower = spelling.toLowerCase(Locale.ROOT);
    StringBuilder kept = new StringBuilder(lower.length());
    lower.codePoints().filter(Character::isLetterOrDigit).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static Optional<PayloadType> find(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }
}
