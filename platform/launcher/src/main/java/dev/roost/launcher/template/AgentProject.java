package dev.roost.launcher.template;

import dev.roost.launcher.Version;
import dev.roost.protocol.AgentUrn;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * What is filled into the template.
 *
 * @param name the agent's name, the last part of its URN, also the plugin's id
 * @param packageName the Java package of its classes
 */
public record AgentProject(String name, String packageName) {
  private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
  private static final int MAX_NAME = 63;

  /**
   * @throws IllegalArgumentException saying which of the two is no good, and what is
   */
  public AgentProject {
    if (!name.matches(NAME) || name.length() < 2 || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "the name '"
              + name
              + "' is no good: 2 to 63 lower-case letters, digits and single hyphens, a letter first,"
              + " such as weather-report");
    }
    if (!SourceVersion.isName(packageName) || !packageName.matches("[a-zA-Z0-9_.]+")) {
      throw new IllegalArgumentException(
          "'" + packageName + "' is not the name of a Java package, such as com.example.weather");
    }
  }

  /** The package where none is chosen. */
  public static String defaultPackage(String name) {
    return "com.example." + SourceNames.identifier(name);
  }

  /** The agent's class, such as {@code WeatherReportAgent}. */
  public String className() {
    String camelCase =
        Arrays.stream(name.split("-"))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    return camelCase.endsWith("Agent") ? camelCase : camelCase + "Agent";
  }

  /** The agent's URN. */
  public AgentUrn urn() {
    return AgentUrn.of(AgentUrn.PREFIX + name);
  }

  /** What stands for what in the template. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("@name@", name);
    values.put("@package@", packageName);
    values.put("@packagePath@", packageName.replace('.', '/'));
    values.put("@class@", className());
    values.put("@urn@", urn().value());
    values.put("@version@", Version.current());
    return values;
  }
}
