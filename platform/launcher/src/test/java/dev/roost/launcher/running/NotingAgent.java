package dev.roost.launcher.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;

/** An agent that notes every run in a file before it does anything else. */
public final class NotingAgent extends AgentVerticle {
  /** Its name. */
  static final String URN = "urn:asap:agent:noting";

  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder(URN)
        .streaming()
        .skill(Skill.of("note", "Notes a number"), this::note)
        .skill(Skill.of("count", "Notes a number and counts up to another"), this::count)
        .build();
  }

  private Future<JsonObject> note(TaskContext task) {
    int number = run("note", task);
    return Future.succeededFuture(new JsonObject().put("noted", number));
  }

  private Future<JsonObject> count(TaskContext task) {
    run("count", task);
    int chunks = task.input().getInteger("chunks");
    return task.streamAll(
            IntStream.range(0, chunks).mapToObj(i -> i + ";" + "x".repeat(200)).iterator())
        .map(done -> new JsonObject().put("counted", chunks));
  }

  private int run(String skill, TaskContext task) {
    int number = task.input().getInteger("number");
    try {
      Files.write(
          Path.of(config().getString("file")),
          (skill + " " + number + "\n").getBytes(UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return number;
  }
}
