package dev.roost.agent;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an agent answers to what it does not do. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int MAX_QUOTED = 256;

  private Refusals() {}

  static AsapException unknownSkill(Manifest agent, String skillId) {
    AgentUrn urn = agent.id();
    JsonArray known = new JsonArray();
    agent.capabilities().skills().forEach(skill -> known.add(skill.id()));
    return AsapException.of(
        ErrorCode.HANDLER_NOT_FOUND,
        urn + " has no skill '" + bounded(skillId) + "'",
        new JsonObject().put("skill_id", bounded(skillId)).put("known_skills", known));
  }

  static AsapException unhandled(Envelope envelope) {
    String type = bounded(envelope.payloadType());
    return AsapException.of(
        ErrorCode.HANDLER_NOT_FOUND,
        "No handler registered for payload type: " + type,
        new JsonObject().put("payload_type", type));
  }

  static AsapException interrupted(AgentUrn agent, String taskId) {
    return AsapException.of(
        ErrorCode.REMOTE_ERROR,
        "The task was interrupted, and is not run again: " + agent + " runs no task twice",
        new JsonObject().put("task_id", taskId));
  }

  /** The error as it travels in a failed reply; an agent can put into it what no JSON can hold. */
  static String text(RpcError error) {
    try {
      return error.toJson().encode();
    } catch (RuntimeException | StackOverflowError e) {
      LOG.atError().setCause(e).log("An error of an agent cannot be written as JSON");
      return RpcError.internalError().toJson().encode();
    }
  }

  /** An error names what was asked for, but does not carry megabytes of it back. */
  static String bounded(String asked) {
    return asked.length() <= MAX_QUOTED ? asked : asked.substring(0, MAX_QUOTED) + "...";
  }
}
