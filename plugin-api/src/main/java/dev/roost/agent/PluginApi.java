package dev.roost.agent;

/** The version of what plugins are written against. */
public final class PluginApi {
  /**
   * {@code <major>.<minor>}. A plugin names in its descriptor the version it was written for: it
   * runs where the major number is the same and the minor number is not lower.
   */
  public static final String VERSION = "1.0";

  private PluginApi() {}

  /**
   * Says whether a plugin written for {@code version} runs here.
   *
   * @param version {@code 1} or {@code 1.2}
   * @throws IllegalArgumentException if it is not a version
   */
  public static boolean supports(String version) {
    int[] asked = parse(version);
    int[] ours = parse(VERSION);
    return asked[0] == ours[0] && asked[1] <= ours[1];
  }

  private static int[] parse(String version) {
    if (!version.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
      throw new IllegalArgumentException("not an API version such as 1 or 1.2: " + version);
    }
    String[] parts = version.split("\\.");
    return new int[] {
      Integer.parseInt(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 0
    };
  }
}
