package dev.roost.launcher.command;

import dev.roost.client.oauth.ClientAuthentication;
import dev.roost.client.oauth.FileTokenStore;
import dev.roost.client.oauth.TokenStore;
import dev.roost.launcher.Surroundings;
import dev.roost.launcher.config.Secrets;
import dev.roost.spi.Secret;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where logins lie, with what they are encrypted, and what the program shows to be their client.
 */
final class LoginOptions {
  static final String KEY_VARIABLE = "ROOST_TOKEN_KEY";

  private static final String MAKE_A_KEY =
      "; make one: (umask 077; head -c 32 /dev/urandom | base64 > FILE)";

  @Option(
      names = "--token-store",
      paramLabel = "FILE",
      description = "Where logins are kept, encrypted; ~/.config/roost/tokens by default.")
  private @Nullable Path store;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "What they are encrypted with: a long random text, in a file that only its owner can"
              + " read; also "
              + KEY_VARIABLE
              + ".")
  private @Nullable Path keyFile;

  @Option(
      names = "--client-secret-file",
      paramLabel = "FILE",
      description = "The client's secret, if it has one, in a file that only its owner can read.")
  private @Nullable Path clientSecretFile;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The store; nothing is read yet. */
  TokenStore store(Vertx vertx, Surroundings surroundings) {
    try {
      return new FileTokenStore(vertx, file(surroundings), key(surroundings));
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage() + MAKE_A_KEY);
    }
  }

  Path file(Surroundings surroundings) {
    Map<String, String> environment = surroundings.environment();
    if (store != null) {
      return surroundings.directory().resolve(store);
    }
    String configuration =
        environment.getOrDefault(
            "XDG_CONFIG_HOME",
            environment.getOrDefault("HOME", System.getProperty("user.home")) + "/.config");
    return surroundings.directory().resolve(configuration).resolve("roost").resolve("tokens");
  }

  private Secret key(Surroundings surroundings) {
    if (keyFile != null) {
      return secret("--key-file", surroundings, keyFile);
    }
    String text = surroundings.environment().getOrDefault(KEY_VARIABLE, "");
    if (text.isEmpty()) {
      throw usage("Logins are encrypted: give a key by --key-file or " + KEY_VARIABLE + MAKE_A_KEY);
    }
    return Secret.of(text);
  }

  ClientAuthentication client(String id, Surroundings surroundings) {
    try {
      return clientSecretFile == null
          ? ClientAuthentication.none(id)
          : ClientAuthentication.secret(
              id, secret("--client-secret-file", surroundings, clientSecretFile));
    } catch (IllegalArgumentException e) {
      throw usage("--client-id: " + e.getMessage());
    }
  }

  private Secret secret(String option, Surroundings surroundings, Path file) {
    try {
      return Secret.of(Secrets.file(surroundings.directory().resolve(file)));
    } catch (Secrets.UnresolvedException e) {
      throw usage(option + ": " + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
