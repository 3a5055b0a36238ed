package dev.roost.launcher.command;

import dev.roost.launcher.NodeState;
import dev.roost.launcher.OperationFailedException;
import dev.roost.launcher.Surroundings;
import dev.roost.launcher.config.PlatformConfig;
import dev.roost.launcher.config.Secrets;
import dev.roost.platform.state.StateConfig;
import dev.roost.platform.state.StateOpenException;
import dev.roost.spi.Secret;
import dev.roost.spi.StateBackend;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** A database on the command line: {@code configured}, {@code sqlite:PATH} or a Redis. */
final class StateAddress {
  static final String CONFIGURED = "configured";
  static final String FORMS =
      "configured, sqlite:PATH, redis://HOST:PORT, or a reference to a URI with a password, ${env:NAME} or ${file:path}";

  /** The same for the help, where a dollar before a brace must be doubled. */
  static final String HELP =
      "configured, sqlite:PATH, redis://HOST:PORT, or a reference to a URI with a password, $${env:NAME} or $${file:path}";

  private static final String SQLITE = "sqlite:";

  private final Surroundings surroundings;
  private final PlatformConfig config;

  StateAddress(Surroundings surroundings, PlatformConfig config) {
    this.surroundings = surroundings;
    this.config = config;
  }

  /**
   * Opens it; blocks.
   *
   * @throws OperationFailedException if that does not work
   */
  StateBackend open(Vertx vertx, String address) {
    try {
      StateBackend backend = NodeState.open(vertx, stateConfig(address), config);
      if (backend.name().equals("memory")) {
        throw failed(
            "The state is in memory, and gone with its process; name a database: " + FORMS);
      }
      return backend;
    } catch (StateOpenException | Secrets.UnresolvedException e) {
      throw failed(e.getMessage());
    }
  }

  private StateConfig stateConfig(String address) {
    StateConfig configured = NodeState.stateConfig(config);
    if (address.equals(CONFIGURED)) {
      return configured;
    }
    if (address.startsWith(SQLITE)) {
      return new StateConfig(
          "sqlite",
          config.resolve(address.substring(SQLITE.length())),
          configured.redis(),
          new JsonObject());
    }
    return new StateConfig("redis", configured.sqlite(), redis(address), new JsonObject());
  }

  private Secret redis(String address) {
    if (Secrets.isReference(address)) {
      return Secret.of(Secrets.resolve(address, surroundings.environment(), surroundings.home()));
    }
    if (!address.startsWith("redis://") && !address.startsWith("rediss://")) {
      throw failed("\"" + address + "\" is no database; there are " + FORMS);
    }
    if (address.contains("@")) {
      throw failed(
          "A password on the command line can be seen by others; put the URI in a variable or a file and name that: ${env:NAME}, ${file:path}");
    }
    return Secret.of(address);
  }

  static OperationFailedException failed(String message) {
    return new OperationFailedException(message, new JsonObject().put("message", message), null);
  }
}
