package dev.roost.launcher.running;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.AgentVerticle;
import dev.roost.agent.TaskContext;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** One of several agents that can do the same; the input says which of them fail or wait. */
public class PanelAgent extends AgentVerticle {
  /** Those that wait, and those that were stopped. */
  static final BlockingQueue<String> WAITING = new LinkedBlockingQueue<>();

  /** Those that were stopped. */
  static final BlockingQueue<String> STOPPED = new LinkedBlockingQueue<>();

  private final String name;

  PanelAgent(String name) {
    this.name = name;
  }

  @Override
  protected AgentSpec agent() {
    return AgentSpec.builder("urn:asap:agent:" + name)
        .skill(Skill.of("judge", "Judges"), this::judge)
        .build();
  }

  private Future<JsonObject> judge(TaskContext task) {
    if (task.input().getJsonArray("waiting", new JsonArray()).contains(name)) {
      WAITING.add(name);
      return task.cancellation().compose(asked -> stopped());
    } else if (task.input().getJsonArray("failing", new JsonArray()).contains(name)) {
      return Future.failedFuture(
          AsapException.of(ErrorCode.RESOURCE_EXHAUSTED, name + " has no opinion left"));
    }
    return Future.succeededFuture(new JsonObject().put("by", name));
  }

  private Future<JsonObject> stopped() {
    STOPPED.add(name);
    return Future.failedFuture(new CancellationException());
  }

  /** The first here. */
  public static final class Ada extends PanelAgent {
    /** For the platform. */
    public Ada() {
      super("ada");
    }
  }

  /** The second here. */
  public static final class Grace extends PanelAgent {
    /** For the platform. */
    public Grace() {
      super("grace");
    }
  }

  /** One elsewhere. */
  public static final class Barbara extends PanelAgent {
    /** For the platform. */
    public Barbara() {
      super("barbara");
    }
  }

  /** One of very many. */
  public static final class Somebody extends PanelAgent {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** For the platform. */
    public Somebody() {
      super("somebody-" + COUNT.incrementAndGet());
    }
  }
}
