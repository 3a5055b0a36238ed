package dev.roost.platform.task;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskRequest;
import io.vertx.core.json.JsonObject;

/** Live tasks for tests of other rooms. */
public final class TestLives {
  /** Who runs them, and who asks for them. */
  public static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");

  private TestLives() {}

  /** One that has been accepted. */
  public static LiveTask accepted(String owner) {
    TaskRequest asked = new TaskRequest("conv_1", null, "run", new JsonObject(), null);
    Envelope request = Envelope.of(AGENT, AGENT, asked).withTraceId("trace-1");
    return TestTasks.table(10).accept(request, AGENT, owner, Long.MAX_VALUE);
  }
}
