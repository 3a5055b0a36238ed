package dev.roost.platform.plugin;

import io.vertx.core.Deployable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands out the instance that was made to see whether it can be, then new ones. */
final class VerticleSource implements Supplier<Deployable> {
  private final PluginClassLoader loader;
  private final String className;
  private final AtomicReference<@Nullable Deployable> first;

  VerticleSource(PluginClassLoader loader, String className, Deployable first) {
    this.loader = loader;
    this.className = className;
    this.first = new AtomicReference<>(first);
  }

  @Override
  public Deployable get() {
    Deployable ready = first.getAndSet(null);
    try {
      return ready == null ? PluginLoading.newVerticle(loader, className) : ready;
    } catch (Throwable t) {
      throw new IllegalArgumentException(PluginDeployer.reason(t), t);
    }
  }
}
