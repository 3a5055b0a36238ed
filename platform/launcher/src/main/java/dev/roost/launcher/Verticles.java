package dev.roost.launcher;

import dev.roost.launcher.config.VerticleSettings;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Deploys verticles as the configuration says, one after the other, and undeploys them in reverse.
 * Used by one thread or context at a time.
 */
public final class Verticles {
  /** How long a verticle may take to start. */
  static final long START_SECONDS = 30;

  private static final String PLUGIN_PREFIX = "plugin:";

  private final Vertx vertx;
  private final int eventLoops;
  private final PluginClasses plugins;
  private final Consumer<Deployable> preparation;
  private final long startMillis;
  private final Deque<Deployment> deployed = new ArrayDeque<>();

  /**
   * @param eventLoops how many {@code vertx} has
   * @param plugins where {@code plugin:<id>/<class>} is looked up
   * @param preparation sees every instance of the operator's own verticles before it is deployed
   */
  public Verticles(
      Vertx vertx, int eventLoops, PluginClasses plugins, Consumer<Deployable> preparation) {
    this(vertx, eventLoops, plugins, preparation, TimeUnit.SECONDS.toMillis(START_SECONDS));
  }

  Verticles(
      Vertx vertx,
      int eventLoops,
      PluginClasses plugins,
      Consumer<Deployable> preparation,
      long startMillis) {
    this.vertx = vertx;
    this.eventLoops = eventLoops;
    this.plugins = plugins;
    this.preparation = preparation;
    this.startMillis = startMillis;
  }

  /**
   * Deploys one of the platform's own verticles.
   *
   * @return fails with {@link VerticleFailedException}
   */
  public Future<Void> deploy(VerticleSettings settings, Supplier<? extends Deployable> maker) {
    return deploy(settings, maker, settings.toDeploymentOptions(eventLoops));
  }

  /**
   * Deploys the operator's own verticles, one after the other, and stops at the first that fails.
   *
   * @return fails with {@link VerticleFailedException}
   */
  public Future<Void> deployOwn(List<VerticleSettings> verticles) {
    Future<Void> all = Future.succeededFuture();
    for (VerticleSettings settings : verticles) {
      all = all.compose(done -> deployOwn(settings));
    }
    return all;
  }

  private Future<Void> deployOwn(VerticleSettings settings) {
    return classOf(settings.className().orElseThrow())
        .compose(
            type -> {
              Constructor<?> constructor = constructor(type);
              return deploy(
                  settings,
                  () -> prepared(constructor),
                  settings.toDeploymentOptions(eventLoops).setClassLoader(type.getClassLoader()));
            })
        .recover(failure -> Future.failedFuture(named(settings.name(), failure)));
  }

  private Future<Class<?>> classOf(String name) {
    if (name.startsWith(PLUGIN_PREFIX)) {
      int slash = name.indexOf('/');
      return plugins.find(name.substring(PLUGIN_PREFIX.length(), slash), name.substring(slash + 1));
    }
    try {
      return Future.succeededFuture(
          Class.forName(name, true, Thread.currentThread().getContextClassLoader()));
    } catch (ClassNotFoundException e) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "needs the class "
                  + name
                  + ", which is not on the class path; put its jar on it by ROOST_CLASSPATH",
              e));
    } catch (LinkageError e) {
      return Future.failedFuture(new IllegalArgumentException("cannot be loaded: " + e, e));
    }
  }

  private static Constructor<?> constructor(Class<?> type) {
    if (!Deployable.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "has the class " + type.getName() + ", which is not a verticle; extend VerticleBase");
    }
    try {
      return type.getConstructor();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "has the class "
              + type.getName()
              + ", which needs to be public with a public constructor without parameters",
          e);
    }
  }

  private Deployable prepared(Constructor<?> constructor) {
    try {
      Deployable verticle = (Deployable) constructor.newInstance();
      preparation.accept(verticle);
      return verticle;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("its constructor threw " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("it cannot be created: " + e, e);
    }
  }

  private Future<Void> deploy(
      VerticleSettings settings, Supplier<? extends Deployable> maker, DeploymentOptions options) {
    return Future.future(promise -> vertx.deployVerticle(maker, options).onComplete(promise))
        .timeout(startMillis, TimeUnit.MILLISECONDS)
        .map(
            id -> {
              deployed.push(new Deployment(settings.name(), (String) id));
              return (Void) null;
            })
        .recover(failure -> Future.failedFuture(named(settings.name(), failure)));
  }

  private VerticleFailedException named(String name, Throwable failure) {
    if (failure instanceof VerticleFailedException known) {
      return known;
    }
    if (failure instanceof TimeoutException) {
      String problem =
          "did not start within "
              + startMillis
              + " ms; its start() must return a future that completes";
      return new VerticleFailedException(name, problem, failure);
    }
    String problem =
        failure instanceof IllegalArgumentException
            ? String.valueOf(failure.getMessage())
            : "failed to start: " + failure;
    return new VerticleFailedException(name, problem, failure);
  }

  /** Undeploys what was deployed, the last first; a failure does not keep the rest. */
  public Future<Void> undeploy() {
    Future<Void> all = Future.succeededFuture();
    while (!deployed.isEmpty()) {
      String id = deployed.pop().id();
      all = all.compose(done -> vertx.undeploy(id).<Void>mapEmpty().otherwiseEmpty());
    }
    return all;
  }

  private record Deployment(String name, String id) {}
}
