package dev.roost.bench.bare;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;

/** The bare server as a program. */
public final class BareServer {
  /** As many as Roost ships with. */
  private static final int INSTANCES = 2;

  private BareServer() {}

  /** Takes one argument, the port. */
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    Vertx.vertx()
        .deployVerticle(
            () -> new BareVerticle(port), new DeploymentOptions().setInstances(INSTANCES))
        .onFailure(
            failure -> {
              System.err.println("The bare server cannot listen: " + failure.getMessage());
              System.exit(1);
            });
  }
}
