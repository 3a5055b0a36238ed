package dev.roost.launcher;

import dev.roost.launcher.config.VerticleSettings;
import dev.roost.platform.plugin.PluginCode;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  // what is deployed from the context of a verticle becomes its child, and ends with it
  private final Context nobody;
  private final int eventLoops;
  private final PluginCodes plugins;
  private final AgentHosts hosts;
  private final long startMillis;
  private final Deque<Deployment> deployed = new ArrayDeque<>();

  /**
   * @param eventLoops how many {@code vertx} has
   * @param plugins where {@code plugin:<id>/<class>} is looked up
   * @param hosts the platform for those of the operator's own verticles that are agents
   */
  public Verticles(Vertx vertx, int eventLoops, PluginCodes plugins, AgentHosts hosts) {
    this(vertx, eventLoops, plugins, hosts, TimeUnit.SECONDS.toMillis(START_SECONDS));
  }

  Verticles(Vertx vertx, int eventLoops, PluginCodes plugins, AgentHosts hosts, long startMillis) {
    this.vertx = vertx;
    this.nobody = vertx.getOrCreateContext();
    this.eventLoops = eventLoops;
    this.plugins = plugins;
    this.hosts = hosts;
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
    String name = settings.className().orElseThrow();
    AgentHosts.Shared host = hosts.forVerticle(settings);
    Future<Void> deployment =
        name.startsWith(PLUGIN_PREFIX)
            ? plugins.find(name).compose(code -> deployOwn(settings, code, host))
            : classOf(name).compose(type -> deployOwn(settings, type, host));
    return deployment.recover(failure -> Future.failedFuture(named(settings.name(), failure)));
  }

  private Future<Void> deployOwn(
      VerticleSettings settings, PluginCode code, AgentHosts.Shared host) {
    return deploy(
        settings,
        () -> host.attachTo(code.verticles().get()),
        settings.toDeploymentOptions(eventLoops).setClassLoader(code.loader()));
  }

  private Future<Void> deployOwn(VerticleSettings settings, Class<?> type, AgentHosts.Shared host) {
    Constructor<?> constructor = constructor(type);
    return deploy(
        settings,
        () -> host.attachTo(create(constructor)),
        settings.toDeploymentOptions(eventLoops).setClassLoader(type.getClassLoader()));
  }

  private static Future<Class<?>> classOf(String name) {
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

  private static Deployable create(Constructor<?> constructor) {
    try {
      return (Deployable) constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("its constructor threw " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("it cannot be created: " + e, e);
    }
  }

  private Future<Void> deploy(
      VerticleSettings settings, Supplier<? extends Deployable> maker, DeploymentOptions options) {
    Promise<String> promise = Promise.promise();
    nobody.runOnContext(run -> vertx.deployVerticle(maker, options).onComplete(promise));
    return promise
        .future()
        .timeout(startMillis, TimeUnit.MILLISECONDS)
        .map(
            id -> {
              deployed.push(new Deployment(settings.name(), id));
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

  /**
   * Undeploys the verticles of a name before all others: once a door is closed nothing new comes
   * in, and what was let in has been answered.
   */
  public Future<Void> undeploy(String door) {
    Future<Void> all = Future.succeededFuture();
    for (Deployment open : List.copyOf(deployed)) {
      if (open.name().equals(door)) {
        deployed.remove(open);
        all = all.compose(done -> undeploy(open));
      }
    }
    return all;
  }

  /** Undeploys what was deployed, the last first; a failure does not keep the rest. */
  public Future<Void> undeploy() {
    Future<Void> all = Future.succeededFuture();
    while (!deployed.isEmpty()) {
      Deployment last = deployed.pop();
      all = all.compose(done -> undeploy(last));
    }
    return all;
  }

  private Future<Void> undeploy(Deployment deployment) {
    return vertx.undeploy(deployment.id()).<Void>mapEmpty().otherwiseEmpty();
  }

  private record Deployment(String name, String id) {}
}
