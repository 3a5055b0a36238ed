package dev.roost.spi;

import io.vertx.core.Deployable;
import io.vertx.core.json.JsonObject;

/** Another transport: makes the verticles that carry messages between it and the gateway. */
public interface Binding {
  /** The transport's name: its key under {@code bindings} and {@code verticles}. */
  String name();

  /**
   * Makes one verticle instance. Called once for each instance that the configuration asks for.
   *
   * @param gateway the only door
   * @param config the section {@code bindings.<name>}; a built-in binding has a section of its own
   *     and is given an empty one
   * @return the verticle, to be deployed by the platform
   */
  Deployable verticle(Gateway gateway, JsonObject config);
}
