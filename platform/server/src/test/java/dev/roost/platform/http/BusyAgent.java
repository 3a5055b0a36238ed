package dev.roost.platform.http;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.ArtifactNotify;
import dev.roost.protocol.CustomPayload;
import dev.roost.protocol.McpResourceData;
import dev.roost.protocol.McpResourceFetch;
import dev.roost.protocol.MessageSend;
import dev.roost.protocol.Skill;
import dev.roost.protocol.StateSnapshot;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** An agent whose skills do everything that a task can do. */
public final class BusyAgent {
  /** Its name. */
  public static final String URN = "urn:asap:agent:busy";

  /** Where tasks wait. */
  public final TestAgent.Gate gate = new TestAgent.Gate();

  /** How often the skills {@code count} and {@code inflate} have run. */
  public final AtomicInteger runs = new AtomicInteger();

  /** How many chunks have been written. */
  public final AtomicInteger written = new AtomicInteger();

  /** The tasks that heard that they were cancelled. */
  public final List<String> cancelled = new CopyOnWriteArrayList<>();

  /** Its description. */
  public AgentSpec spec() {
    return builder().build();
  }

  AgentSpec.Builder builder() {
    return AgentSpec.builder(URN)
        .streaming()
        .skill(Skill.of("count", "Counts its runs and waits at the gate"), this::count)
        .skill(Skill.of("obey", "Waits until it is cancelled"), this::obey)
        .skill(Skill.of("insist", "Waits at the gate, cancelled or not"), task -> gate.pass())
        .skill(Skill.of("stream", "Streams chunks as they are wanted"), this::stream)
        .skill(Skill.of("measure", "Streams a chunk that says how far it is"), this::measure)
        .skill(Skill.of("flood", "Streams chunks as fast as it can"), this::flood)
        .skill(
            Skill.of("inflate", "Answers with a long text, if it is gated behind the gate"),
            this::inflate)
        .skill(Skill.of("break", "Streams, then fails"), this::breakOff)
        .skill(Skill.of("ask", "Asks for input"), this::ask)
        .skill(Skill.of("remember", "Saves its state and waits at the gate"), this::remember)
        .skill(Skill.of("craft", "Tells of an artifact and of progress"), this::craft)
        .skill(Skill.of("delegate", "Asks another skill of this agent"), this::delegate);
  }

  /** One that handles itself what the platform would do. */
  AgentSpec proud() {
    return builder()
        .on(
            MessageSend.class,
            (message, envelope) -> answered(message.taskId(), "message " + message.messageId()))
        .on(ArtifactNotify.class, (artifact, envelope) -> answered(artifact.taskId(), "artifact"))
        .on(
            McpResourceFetch.class,
            (fetch, envelope) ->
                Future.succeededFuture(
                    new McpResourceData(fetch.resourceUri(), new JsonObject().put("own", true))))
        .on(
            CustomPayload.class,
            (payload, envelope) ->
                Future.succeededFuture(
                    new CustomPayload(new JsonObject().put("got", payload.content()))))
        .build();
  }

  private static Future<TaskResponse> answered(String taskId, String what) {
    return Future.succeededFuture(
        new TaskResponse(
            taskId, TaskStatus.WORKING, new JsonObject().put("own", what), null, null));
  }

  private Future<JsonObject> count(TaskContext task) {
    int run = runs.incrementAndGet();
    return gate.pass().map(passed -> new JsonObject().put("run", run));
  }

  private Future<JsonObject> obey(TaskContext task) {
    return task.cancellation()
        .compose(
            asked -> {
              cancelled.add(task.taskId());
              return Future.failedFuture("stopped");
            });
  }

  private Future<JsonObject> stream(TaskContext task) {
    int count = task.input().getInteger("chunks", 3);
    String tail = ";" + "x".repeat(task.input().getInteger("size", 0));
    return task.streamAll(
            IntStream.range(0, count)
                .peek(index -> written.incrementAndGet())
                .mapToObj(index -> index + tail)
                .iterator())
        .map(done -> new JsonObject().put("streamed", count));
  }

  private Future<JsonObject> measure(TaskContext task) {
    return task.stream("half", 0.5).map(wanted -> new JsonObject());
  }

  private Future<JsonObject> inflate(TaskContext task) {
    runs.incrementAndGet();
    Future<JsonObject> turn =
        task.input().getBoolean("gated", false)
            ? gate.pass()
            : Future.succeededFuture(new JsonObject());
    return turn.map(
        passed -> new JsonObject().put("text", "x".repeat(task.input().getInteger("size"))));
  }

  private Future<JsonObject> flood(TaskContext task) {
    for (int index = 0; index < task.input().getInteger("chunks"); index++) {
      task.stream(index + ";" + "x".repeat(task.input().getInteger("size", 0)));
    }
    return gate.pass();
  }

  private Future<JsonObject> breakOff(TaskContext task) {
    return task.stream("one")
        .compose(wanted -> task.stream("two"))
        .compose(wanted -> Future.failedFuture(new IllegalStateException("the secret detail")));
  }

  private Future<JsonObject> ask(TaskContext task) {
    return task.requireInput(new JsonObject().put("question", "which?"))
        .map(
            answer -> {
              MessageSend message = (MessageSend) answer.payload();
              return new JsonObject().put("parts", new JsonArray(message.parts()));
            });
  }

  private Future<JsonObject> remember(TaskContext task) {
    return task.state()
        .save(new JsonObject().put("step", 1))
        .compose(first -> task.state().checkpoint(new JsonObject().put("step", 2)))
        .compose(second -> gate.pass())
        .compose(passed -> task.state().load())
        .map(state -> new JsonObject().put("last", state.map(StateSnapshot::data).orElse(null)));
  }

  private Future<JsonObject> craft(TaskContext task) {
    task.progress(50, "half");
    return task.artifact("art_1", "plan.txt")
        .map(told -> new JsonObject().put("artifact", "art_1"));
  }

  private Future<JsonObject> delegate(TaskContext task) {
    return task.call(
        dev.roost.protocol.AgentUrn.of(URN), task.input().getString("skill"), new JsonObject());
  }
}
