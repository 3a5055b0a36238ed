package dev.roost.platform.plugin;

import java.util.Locale;

/** Where one load of a plugin is in its life. The methods of a state are the ways out of it. */
sealed interface PluginState {
  /** As it is shown. */
  default String spelling() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** A complete file that nobody has looked into. */
  record Discovered() implements PluginState {
    Verified verified(PluginDescriptor descriptor) {
      return new Verified(descriptor);
    }

    Failed failed(String reason) {
      return new Failed(reason);
    }
  }

  /** It may be loaded. */
  record Verified(PluginDescriptor descriptor) implements PluginState {
    Starting starting(long generation) {
      return new Starting(descriptor, generation);
    }

    Failed failed(String reason) {
      return new Failed(reason);
    }
  }

  /** Its code runs, but no task reaches it. */
  record Starting(PluginDescriptor descriptor, long generation) implements PluginState {
    Serving serving() {
      return new Serving(descriptor, generation, System.currentTimeMillis());
    }

    Failed failed(String reason) {
      return new Failed(reason);
    }
  }

  /** Its agents answer. */
  record Serving(PluginDescriptor descriptor, long generation, long sinceMillis)
      implements PluginState {
    Draining draining() {
      return new Draining(descriptor, generation);
    }
  }

  /** It finishes its tasks and gets no new ones. */
  record Draining(PluginDescriptor descriptor, long generation) implements PluginState {
    Stopped stopped() {
      return new Stopped(descriptor, generation);
    }
  }

  /** It is gone. */
  record Stopped(PluginDescriptor descriptor, long generation) implements PluginState {}

  /** It was refused. */
  record Failed(String reason) implements PluginState {}
}
