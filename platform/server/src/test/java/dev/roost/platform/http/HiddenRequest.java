package dev.roost.platform.http;

import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;

/** A whole request that is hidden behind or within another one, and an agent that counts it. */
public final class HiddenRequest {
  private static final String AGENT = "urn:asap:agent:test:hidden";

  private final AtomicInteger executions = new AtomicInteger();
  private final String text;

  private HiddenRequest(String path, String host, String body) {
    text =
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, host, body.length(), body);
  }

  /** For the main port. */
  public static HiddenRequest message(TestNode node) {
    return new HiddenRequest("/asap", "x", Requests.ask(AGENT, "count")).countedBy(node);
  }

  /** For the management port. */
  public static HiddenRequest operatorCall(TestNode node) {
    JsonObject body = new JsonObject().put("agent", AGENT).put("skill", "count");
    return new HiddenRequest("/api/calls", "localhost", body.encode()).countedBy(node);
  }

  private HiddenRequest countedBy(TestNode node) {
    node.add(TestAgent.counting(AGENT, executions), ThreadingModel.EVENT_LOOP);
    return this;
  }

  /** How often it ran. */
  public int executions() {
    return executions.get();
  }

  @Override
  public String toString() {
    return text;
  }
}
