package dev.roost.launcher.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.Skill;
import dev.roost.protocol.StateSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * An agent that notes every run in a file outside of the platform before it does anything else, and
 * can be made to wait for a file.
 */
public final class DurableAgent extends AgentVerticle {
  /** Its name. */
  static final String URN = "urn:asap:agent:durable";

  private static final int LOOK_MILLIS = 10;

  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder(URN)
        .maxInFlight(100_000)
        .skill(Skill.of("note", "Notes a number"), this::note)
        .skill(Skill.of("wait", "Saves a state and waits for the file of its run"), this::await)
        .skill(Skill.of("count", "Saves as many versions as it is asked for"), this::count)
        .build();
  }

  private Future<JsonObject> note(TaskContext task) {
    run(task);
    int millis = task.input().getInteger("millis", 0);
    Future<?> pause =
        millis == 0 ? Future.succeededFuture() : vertx.timer(millis, TimeUnit.MILLISECONDS);
    return pause.map(done -> result(task));
  }

  private Future<JsonObject> await(TaskContext task) {
    run(task);
    return task.state()
        .load()
        .compose(
            saved ->
                task.state()
                    .checkpoint(new JsonObject().put("attempt", task.attempt()))
                    .compose(kept -> gate(task))
                    .map(
                        open ->
                            result(task)
                                .put("saved", saved.map(StateSnapshot::data).orElse(null))));
  }

  /** The file is named after the run: {@code <gate>-<attempt>}. */
  private Future<Void> gate(TaskContext task) {
    return vertx
        .fileSystem()
        .exists(task.input().getString("gate") + "-" + task.attempt())
        .compose(
            open ->
                open
                    ? Future.succeededFuture()
                    : vertx.timer(LOOK_MILLIS, TimeUnit.MILLISECONDS).compose(t -> gate(task)));
  }

  /** Each version counts one further than the one before, which another run may have saved. */
  private Future<JsonObject> count(TaskContext task) {
    run(task);
    return task.state()
        .load()
        .map(saved -> saved.map(StateSnapshot::data).orElse(new JsonObject().put("n", 0)))
        .compose(
            state -> {
              Promise<JsonObject> counted = Promise.promise();
              count(task, state.getInteger("n"), counted);
              return counted.future();
            });
  }

  private void count(TaskContext task, int n, Promise<JsonObject> counted) {
    if (n >= task.input().getInteger("versions")) {
      counted.complete(result(task).put("n", n));
      return;
    }
    task.state()
        .save(new JsonObject().put("n", n + 1).put("text", text(n + 1)))
        .onFailure(counted::tryFail)
        .onSuccess(
            saved -> {
              append("saved", task, saved.version() + " " + (n + 1));
              count(task, n + 1, counted);
            });
  }

  /** What the version that counts to {@code n} holds, so that a torn one is noticed. */
  static String text(int n) {
    return (n + ";").repeat(50);
  }

  private JsonObject result(TaskContext task) {
    return new JsonObject()
        .put("number", task.input().getInteger("number"))
        .put("attempt", task.attempt());
  }

  private void run(TaskContext task) {
    append("run", task, task.taskId());
  }

  private void append(String what, TaskContext task, String more) {
    String line =
        what + " " + task.input().getInteger("number") + " " + task.attempt() + " " + more + "\n";
    try {
      Files.write(
          Path.of(config().getString("file")),
          line.getBytes(UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
