package dev.roost.launcher.command;

import dev.roost.launcher.PlatformStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the operator sees once the platform is ready. */
final class Banner {
  private Banner() {}

  static List<String> lines(PlatformStatus status) {
    List<String> lines = new ArrayList<>();
    double seconds = status.startTime().toMillis() / 1000.0;
    lines.add(
        String.format(Locale.ROOT, "Roost %s is ready after %.2f s", status.version(), seconds));
    lines.add("  messages    " + status.messages());
    lines.add("  management  " + status.management());
    lines.add("  agents      " + agents(status.agents()));
    status
        .failedPlugins()
        .forEach(
            plugin ->
                lines.add(
                    Table.harmless("  failed      " + plugin.file() + ": " + plugin.reason())));
    return lines;
  }

  private static String agents(List<String> agents) {
    return agents.isEmpty() ? "none yet" : String.join(", ", agents);
  }
}
