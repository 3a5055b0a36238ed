package dev.roost.launcher.running;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.MessageSend;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** An agent that does everything that a skill can do, for tasks of other nodes. */
public final class GuestAgent extends AgentVerticle {
  /** Its name. */
  static final String URN = "urn:asap:agent:guest";

  /** What has been cancelled, by the input's key. */
  static final Set<String> CANCELLED = ConcurrentHashMap.newKeySet();

  /** How many chunks have been wanted, whoever read them. */
  static final AtomicInteger WRITTEN = new AtomicInteger();

  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder(URN)
        .streaming()
        .skill(Skill.of("report", "Tells of all that it does"), this::report)
        .skill(Skill.of("ask", "Asks its caller"), this::ask)
        .skill(Skill.of("wait", "Waits until it is cancelled"), this::await)
        .skill(Skill.of("pour", "Streams as fast as it is read"), this::pour)
        .skill(Skill.of("state", "Saves a state, and loads it"), this::state)
        .skill(Skill.of("pass", "Has another agent wait"), this::pass)
        .build();
  }

  private Future<JsonObject> report(TaskContext task) {
    task.progress(50, "half");
    return task.artifact("artifact-1", "drawing")
        .compose(told -> task.stream("Hel"))
        .compose(told -> task.stream("lo"))
        .map(told -> new JsonObject().put("done", true));
  }

  private Future<JsonObject> ask(TaskContext task) {
    return task.requireInput(new JsonObject().put("prompt", "which?"))
        .map(answer -> (MessageSend) answer.payload())
        .map(message -> new JsonObject().put("heard", message.messageId()));
  }

  private Future<JsonObject> await(TaskContext task) {
    return task.cancellation()
        .compose(
            asked -> {
              CANCELLED.add(task.input().getString("key"));
              return Future.failedFuture("stopped");
            });
  }

  private Future<JsonObject> pour(TaskContext task) {
    String text = "x".repeat(task.input().getInteger("size"));
    Iterator<String> chunks =
        IntStream.range(0, task.input().getInteger("chunks"))
            .mapToObj(number -> number + " " + text)
            .peek(chunk -> WRITTEN.incrementAndGet())
            .iterator();
    return task.streamAll(chunks).map(done -> new JsonObject());
  }

  private Future<JsonObject> state(TaskContext task) {
    return task.state()
        .save(new JsonObject().put("step", 1))
        .compose(first -> task.state().checkpoint(new JsonObject().put("step", 2)))
        .compose(second -> task.state().load())
        .compose(
            loaded ->
                vertx
                    .timer(1, TimeUnit.MILLISECONDS)
                    .map(
                        t ->
                            new JsonObject()
                                .put("version", loaded.orElseThrow().version())
                                .put("data", loaded.orElseThrow().data())));
  }

  private Future<JsonObject> pass(TaskContext task) {
    return task.call(
        AgentUrn.of(task.input().getString("to")), task.input().getString("skill"), task.input());
  }
}
