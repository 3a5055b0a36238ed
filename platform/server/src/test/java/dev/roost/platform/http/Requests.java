package dev.roost.platform.http;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Requests as clients write them, for tests. */
public final class Requests {
  /** Who asks. */
  public static final String CLIENT = "urn:asap:agent:client";

  private Requests() {}

  /** An envelope that asks an agent for a skill; a test may change it. */
  public static JsonObject envelope(String recipient, String skill) {
    return new JsonObject()
        .put("id", "env-1")
        .put("asap_version", "0.1")
        .put("timestamp", Instant.now().toString())
        .put("sender", CLIENT)
        .put("recipient", recipient)
        .put("payload_type", "task.request")
        .put(
            "payload",
            new JsonObject()
                .put("conversation_id", "c")
                .put("skill_id", skill)
                .put("input", new JsonObject().put("n", 1)));
  }

  /** The request around an envelope. */
  public static JsonObject around(Object envelope) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("method", "asap.send")
        .put("params", new JsonObject().put("envelope", envelope))
        .put("id", "req-1");
  }

  /** Asks an agent for a skill. */
  public static String ask(String recipient, String skill) {
    return around(envelope(recipient, skill)).encode();
  }

  /** Asks the default agent to repeat. */
  public static String echo() {
    return ask(TestNode.ECHO, "echo");
  }
}
