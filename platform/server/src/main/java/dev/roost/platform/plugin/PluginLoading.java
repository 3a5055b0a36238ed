package dev.roost.platform.plugin;

import dev.roost.agent.AgentVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/**
 * Runs the first code of a plugin: static initialisers and constructors. Each load has a thread of
 * its own, which can be given up when it does not come back.
 */
final class PluginLoading {
  private PluginLoading() {}

  /** Runs {@code work} with the plugin's class loader as the thread's. */
  static <T> Loading<T> start(PluginClassLoader loader, Work<T> work) {
    Promise<T> outcome = Promise.promise();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                outcome.tryComplete(work.call());
              } catch (Throwable t) {
                outcome.tryFail(t);
              }
            },
            "roost-load " + loader.getName(),
            0,
            false);
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    thread.start();
    return new Loading<>(outcome.future(), thread);
  }

  /** Makes an agent. */
  static AgentVerticle newAgent(PluginClassLoader loader, String className) throws Throwable {
    Class<?> type = load(loader, className);
    if (!AgentVerticle.class.isAssignableFrom(type)) {
      throw new PluginException(
          "the main class "
              + className
              + " is not an agent: it must extend "
              + AgentVerticle.class.getName());
    }
    return (AgentVerticle) newInstance(type);
  }

  /** Makes a verticle of any kind. */
  static Deployable newVerticle(PluginClassLoader loader, String className) throws Throwable {
    Class<?> type = load(loader, className);
    if (!Deployable.class.isAssignableFrom(type)) {
      throw new PluginException(
          className + " is not a verticle: it must implement " + Deployable.class.getName());
    }
    if (AgentVerticle.class.isAssignableFrom(type)) {
      throw new PluginException(
          className + " is an agent: name it under 'main' in the plugin's descriptor instead");
    }
    return (Deployable) newInstance(type);
  }

  private static Class<?> load(PluginClassLoader loader, String className)
      throws ClassNotFoundException {
    Class<?> type = Class.forName(className, true, loader);
    if (type.getClassLoader() != loader) {
      throw new PluginException(className + " is not the plugin's own class");
    }
    return type;
  }

  private static Object newInstance(Class<?> type) throws Throwable {
    if (Modifier.isAbstract(type.getModifiers())) {
      throw new PluginException(type.getName() + " is abstract");
    }
    try {
      return type.getConstructor().newInstance();
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new PluginException(
          type.getName() + " must be public and have a public constructor without parameters");
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** Code of a plugin. */
  @FunctionalInterface
  interface Work<T> {
    T call() throws Throwable;
  }

  /** A load under way. */
  record Loading<T>(Future<T> outcome, Thread thread) {
    /** Tries to bring code back that nobody waits for any more. */
    void giveUp() {
      thread.interrupt();
    }
  }
}
