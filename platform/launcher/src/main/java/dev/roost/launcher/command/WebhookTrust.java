package dev.roost.launcher.command;

import dev.roost.client.webhook.WebhookSecret;
import dev.roost.client.webhook.WebhookVerifier;
import dev.roost.client.webhook.WebhookVerifierBuilder;
import dev.roost.client.webhook.WebhookVerifyKey;
import dev.roost.launcher.Surroundings;
import dev.roost.launcher.config.Secrets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whose deliveries are believed. */
final class WebhookTrust {
  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description =
          "The secret of the webhook, in a file that only its owner can read; once for each, while"
              + " secrets are rotated.")
  private List<Path> secretFiles = List.of();

  @Option(
      names = "--key",
      paramLabel = "whpk_...",
      description = "The sender's public key, if it signs by Ed25519; once for each.")
  private List<String> keys = List.of();

  @Option(
      names = "--accept-asap-signature",
      description =
          "Also believe deliveries with nothing but X-ASAP-Signature, which whoever has seen one"
              + " can send again.")
  private boolean asapSignature;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  WebhookVerifier verifier(Surroundings surroundings) {
    if (secretFiles.isEmpty() && keys.isEmpty()) {
      throw usage("Whose deliveries? Give --secret-file FILE, or --key with the sender's key");
    }
    WebhookVerifierBuilder builder = WebhookVerifier.builder().acceptAsapSignature(asapSignature);
    secretFiles.forEach(file -> secret(builder, surroundings.directory().resolve(file)));
    keys.forEach(key -> key(builder, key));
    return builder.build();
  }

  private void secret(WebhookVerifierBuilder builder, Path file) {
    try {
      builder.secret(WebhookSecret.parse(Secrets.file(file)));
    } catch (Secrets.UnresolvedException | IllegalArgumentException e) {
      throw usage("--secret-file: " + e.getMessage());
    }
  }

  private void key(WebhookVerifierBuilder builder, String key) {
    try {
      builder.key(WebhookVerifyKey.parse(key));
    } catch (IllegalArgumentException e) {
      throw usage("--key: " + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
