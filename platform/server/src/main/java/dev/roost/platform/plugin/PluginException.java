package dev.roost.platform.plugin;

/** Why a plugin is refused, for people. It has no stack trace: the fault is in the plugin. */
final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean incomplete;

  PluginException(String reason) {
    this(reason, false);
  }

  private PluginException(String reason, boolean incomplete) {
    super(reason, null, false, false);
    this.incomplete = incomplete;
  }

  /** The file may still be on its way. */
  static PluginException incomplete(String reason) {
    return new PluginException(reason, true);
  }

  boolean isIncomplete() {
    return incomplete;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
