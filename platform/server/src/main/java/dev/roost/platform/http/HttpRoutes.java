package dev.roost.platform.http;

import io.vertx.ext.web.Router;

/** Pages that another room adds to the main port. */
@FunctionalInterface
public interface HttpRoutes {
  /** Adds them, each with its {@link Access}; called once per event loop. */
  void mount(Router router);
}
