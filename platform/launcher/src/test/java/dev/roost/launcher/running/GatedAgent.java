package dev.roost.launcher.running;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent whose tasks wait at gates that a client opens. Each conversation has its own key. */
public final class GatedAgent extends AgentVerticle {
  /** Its name. */
  static final String URN = "urn:asap:agent:gated";

  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  /** Where the tasks of a key wait. */
  private record Gate(AtomicInteger runs, Promise<Void> begun, Promise<Void> opened) {
    Gate() {
      this(new AtomicInteger(), Promise.promise(), Promise.promise());
    }

    Future<Void> pass() {
      begun.tryComplete();
      return opened.future();
    }
  }

  private static Gate gate(String key) {
    return GATES.computeIfAbsent(key, name -> new Gate());
  }

  private static Gate gate(TaskContext task) {
    return gate(task.input().getString("key"));
  }

  /** Lets all tasks go on. */
  static void openAll() {
    GATES.values().forEach(gate -> gate.opened().tryComplete());
  }

  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder(URN)
        .streaming()
        .skill(Skill.of("hold", "Waits at the gate, and tells how often it has run"), this::hold)
        .skill(Skill.of("talk", "Streams words, waits at the gate, streams more"), this::talk)
        .skill(Skill.of("begun", "Ends when a task has come to the gate"), this::begun)
        .skill(Skill.of("open", "Opens the gate"), this::open)
        .skill(Skill.of("fill", "Answers with a text of some size"), this::fill)
        .build();
  }

  private Future<JsonObject> hold(TaskContext task) {
    Gate gate = gate(task);
    int run = gate.runs().incrementAndGet();
    return gate.pass().map(passed -> new JsonObject().put("run", run));
  }

  private Future<JsonObject> talk(TaskContext task) {
    int words = task.input().getInteger("words");
    return say(task, 0, words / 2)
        .compose(half -> gate(task).pass())
        .compose(passed -> say(task, words / 2, words))
        .map(said -> new JsonObject().put("said", words));
  }

  private Future<Void> say(TaskContext task, int from, int to) {
    return from == to
        ? Future.succeededFuture()
        : task.stream("word " + from).compose(wanted -> say(task, from + 1, to));
  }

  private Future<JsonObject> begun(TaskContext task) {
    return gate(task).begun().future().map(begun -> new JsonObject());
  }

  private Future<JsonObject> open(TaskContext task) {
    gate(task).opened().tryComplete();
    return Future.succeededFuture(new JsonObject().put("runs", gate(task).runs().get()));
  }

  private Future<JsonObject> fill(TaskContext task) {
    String text = "x".repeat(task.input().getInteger("size"));
    return Future.succeededFuture(new JsonObject().put("text", text));
  }
}
