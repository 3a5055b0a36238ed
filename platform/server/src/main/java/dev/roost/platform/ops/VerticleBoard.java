package dev.roost.platform.ops;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;

/** Which verticles of the configuration are up. The node is ready when all of them are. */
public final class VerticleBoard {
  private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
  private final Map<String, BooleanSupplier> needs = new ConcurrentSkipListMap<>();
  private volatile boolean stopping;

  /** How far a verticle is. */
  public enum State {
    /** Not yet deployed. */
    STARTING,
    /** Deployed. */
    UP,
    /** Its deployment failed. */
    FAILED
  }

  private record Entry(int instances, String threading, State state) {}

  /** Notes a verticle of the configuration and how far it is. */
  public void set(String name, int instances, String threading, State state) {
    entries.put(name, new Entry(instances, threading, state));
  }

  /** Notes something else that the node needs to take work, and who knows whether it is there. */
  public void require(String name, BooleanSupplier there) {
    needs.put(name, there);
  }

  /** On which threads a verticle runs; empty if there is none of that name. */
  Optional<String> threading(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::threading);
  }

  /** From now on the node is not ready: it is going to stop. */
  public void stopping() {
    stopping = true;
  }

  /** Whether all is there that the node needs, and it is not about to stop. */
  public boolean isReady() {
    return !stopping
        && entries.values().stream().allMatch(entry -> entry.state() == State.UP)
        && needs.values().stream().allMatch(BooleanSupplier::getAsBoolean);
  }

  /** What keeps the node from being ready: verticle names with their state. */
  JsonObject obstacles() {
    JsonObject obstacles = new JsonObject();
    if (stopping) {
      obstacles.put("platform", "stopping");
    }
    entries.forEach(
        (name, entry) -> {
          if (entry.state() != State.UP) {
            obstacles.put(name, wireName(entry.state()));
          }
        });
    needs.forEach(
        (name, there) -> {
          if (!there.getAsBoolean()) {
            obstacles.put(name, "unavailable");
          }
        });
    return obstacles;
  }

  /** For the management API. */
  public JsonArray toJson() {
    JsonArray verticles = new JsonArray();
    entries.forEach(
        (name, entry) ->
            verticles.add(
                new JsonObject()
                    .put("name", name)
                    .put("instances", entry.instances())
                    .put("threading", entry.threading())
                    .put("state", wireName(entry.state()))));
    return verticles;
  }

  private static String wireName(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
