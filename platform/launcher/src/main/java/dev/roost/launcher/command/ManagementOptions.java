package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which running platform a command talks to. */
final class ManagementOptions {
  private static final String DEFAULT = "http://127.0.0.1:9090";

  @Option(
      names = "--management",
      paramLabel = "URL",
      description =
          "The management port of a running platform; also ROOST_MANAGEMENT. Default: " + DEFAULT)
  private @Nullable String url;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  ManagementClient client(Surroundings surroundings) {
    String chosen =
        url == null ? surroundings.environment().getOrDefault("ROOST_MANAGEMENT", DEFAULT) : url;
    return new ManagementClient(parse(chosen.isEmpty() ? DEFAULT : chosen));
  }

  private URI parse(String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw refused(text);
    }
    throw refused(text);
  }

  private ParameterException refused(String text) {
    return new ParameterException(
        spec.commandLine(), "The management port is a URL such as " + DEFAULT + ", not " + text);
  }
}
