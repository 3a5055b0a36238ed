package dev.roost.launcher.config;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * How a verticle runs.
 *
 * @param name its name in the configuration
 * @param className its class, or {@code plugin:<id>/<class>}; empty for the platform's own
 * @param instances how many; 0 is one per event loop
 * @param threading what it runs on
 * @param config what it is handed
 */
public record VerticleSettings(
    String name,
    Optional<String> className,
    int instances,
    ThreadingModel threading,
    JsonObject config) {

  static VerticleSettings of(String name, JsonObject json) {
    return new VerticleSettings(
        name,
        Optional.ofNullable(json.getString("class")),
        json.getInteger("instances"),
        threading(json.getString("threading")),
        json.getJsonObject("config", new JsonObject()));
  }

  /**
   * What {@code event-loop}, {@code worker} or {@code virtual} stands for.
   *
   * @throws IllegalArgumentException for another word
   */
  public static ThreadingModel threading(String word) {
    return switch (word) {
      case "event-loop" -> ThreadingModel.EVENT_LOOP;
      case "worker" -> ThreadingModel.WORKER;
      case "virtual" -> ThreadingModel.VIRTUAL_THREAD;
      default ->
          throw new IllegalArgumentException(
              "threading is event-loop, worker or virtual, not " + word);
    };
  }

  /** How many instances that makes. */
  public int instances(int eventLoops) {
    return instances == 0 ? eventLoops : instances;
  }

  /** The same for Vert.x. */
  public DeploymentOptions toDeploymentOptions(int eventLoops) {
    return new DeploymentOptions()
        .setInstances(instances(eventLoops))
        .setThreadingModel(threading)
        .setConfig(config);
  }
}
