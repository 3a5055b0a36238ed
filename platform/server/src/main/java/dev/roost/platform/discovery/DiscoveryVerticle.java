package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Keeps a node's {@link Discovery} going. */
public final class DiscoveryVerticle extends VerticleBase {
  private final Discovery discovery;

  /** For that discovery. */
  public DiscoveryVerticle(Discovery discovery) {
    this.discovery = requireNonNull(discovery, "discovery");
  }

  @Override
  public Future<?> start() {
    return discovery.start();
  }

  @Override
  public Future<?> stop() {
    return discovery.stop();
  }
}
