package dev.roost.client;

import dev.roost.client.registry.RevocationList;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonObject;

/** An agent is on the list of those that nobody should ask any more. */
public final class AgentRevokedException extends AsapClientException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason for people; may be empty
   */
  public AgentRevokedException(AgentUrn agent, String reason) {
    super(
        RpcError.of(
            ErrorCode.AGENT_REVOKED,
            agent + " was revoked" + (reason.isEmpty() ? "" : ": " + reason),
            new JsonObject().put("urn", agent.value())),
        Fate.ANSWERED,
        null);
  }

  static void raise(RevocationList.Revoked entry) {
    throw new AgentRevokedException(entry.urn(), entry.reason());
  }
}
