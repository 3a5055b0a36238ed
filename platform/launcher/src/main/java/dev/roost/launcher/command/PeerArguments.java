package dev.roost.launcher.command;

import dev.roost.launcher.Surroundings;
import dev.roost.launcher.check.PeerOptions;
import dev.roost.launcher.config.Secrets;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which agent is checked, and how it is asked. */
final class PeerArguments {
  static final String TOKEN_VARIABLE = "ROOST_TOKEN";

  private static final int MAX_TIMEOUT = 3600;
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description =
          "The agent's root, to which clients append /asap and /.well-known/asap/manifest.json.")
  private String url;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long each exchange may take; 30 by default.")
  private int timeout = (int) PeerOptions.DEFAULT_TIMEOUT.toSeconds();

  @Option(
      names = "--skill",
      paramLabel = "ID",
      description = "The skill to run; ${DEFAULT-VALUE} by default.")
  private String skill = PeerOptions.DEFAULT_SKILL;

  @Option(
      names = "--input",
      paramLabel = "JSON",
      description = "What to give the skill, a JSON object; a small one by default.")
  private @Nullable String input;

  @Option(
      names = "--sender",
      paramLabel = "URN",
      description = "In whose name to ask; with a token it is often the token's agent.")
  private @Nullable String sender;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A bearer token, in a file that only its owner can read; also " + TOKEN_VARIABLE + ".")
  private @Nullable Path tokenFile;

  @Option(
      names = "--login",
      description = "Show the agent the token of who has logged in for it by roost login.")
  private boolean login;

  @Mixin private final LoginOptions logins = new LoginOptions();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  PeerOptions options(Surroundings surroundings) {
    if (timeout < 1 || timeout > MAX_TIMEOUT) {
      throw usage("--timeout is 1 to " + MAX_TIMEOUT + " seconds, not " + timeout);
    }
    return new PeerOptions(
        root(),
        Duration.ofSeconds(timeout),
        skill,
        Optional.ofNullable(input).map(this::input),
        sender == null ? PeerOptions.DEFAULT_SENDER : sender(sender),
        token(surroundings));
  }

  private URI root() {
    try {
      URI uri = URI.create(url.replaceAll("/+$", ""));
      if (uri.getUserInfo() != null) {
        throw usage("No credentials in the URL; give a token by --token-file or " + TOKEN_VARIABLE);
      }
      if (uri.getHost() != null
          && String.valueOf(uri.getScheme()).matches("(?i)https?")
          && uri.getQuery() == null
          && uri.getFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw notAUrl();
    }
    throw notAUrl();
  }

  private ParameterException notAUrl() {
    return usage("The agent's root is a URL such as http://127.0.0.1:8080, not " + url);
  }

  private JsonObject input(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      throw usage("--input must be a JSON object: " + e.getMessage());
    }
  }

  private AgentUrn sender(String text) {
    try {
      return AgentUrn.of(text);
    } catch (IllegalArgumentException e) {
      throw usage("--sender: " + e.getMessage());
    }
  }

  private Optional<Secret> token(Surroundings surroundings) {
    if (login && tokenFile != null) {
      throw usage("Either --login or --token-file");
    } else if (login) {
      return Optional.of(loggedIn(surroundings));
    } else if (tokenFile != null) {
      Path file = surroundings.directory().resolve(tokenFile);
      return Optional.of(secret("--token-file", read(file)));
    }
    return Optional.ofNullable(surroundings.environment().get(TOKEN_VARIABLE))
        .filter(token -> !token.isEmpty())
        .map(token -> secret(TOKEN_VARIABLE, token));
  }

  private Secret loggedIn(Surroundings surroundings) {
    try {
      return new StoredLogin(logins, surroundings).token(root().toString());
    } catch (IllegalArgumentException e) {
      throw usage("--login: " + e.getMessage());
    }
  }

  private String read(Path file) {
    try {
      return Secrets.file(file);
    } catch (Secrets.UnresolvedException e) {
      throw usage("--token-file: " + e.getMessage());
    }
  }

  private Secret secret(String source, String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw usage(source + ": a token is one line of visible ASCII characters without spaces");
    }
    return Secret.of(token);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
