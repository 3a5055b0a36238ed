package dev.roost.platform.webhook;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The section {@code webhook}, as far as it is about endpoints.
 *
 * @param sealingKey what their secrets are sealed with; a file's if it is not said
 * @param rotation for how long the key before the newest signs, too
 */
public record EndpointConfig(Optional<Secret> sealingKey, Duration rotation) {
  private static final String SHARED =
      "Nodes that share a Redis need the same key for secrets of webhooks; set webhook.sealingKey"
          + " to a reference to base64 of 32 random bytes, such as openssl rand -base64 32";

  /** Refuses missing parts. */
  public EndpointConfig {
    requireNonNull(sealingKey, "sealingKey");
    requireNonNull(rotation, "rotation");
  }

  /** Reads the section, whose keys are all there and have been checked against the schema. */
  public static EndpointConfig of(JsonObject webhook) {
    return new EndpointConfig(
        Optional.ofNullable((Secret) webhook.getValue("sealingKey")),
        Duration.ofHours(webhook.getInteger("rotationHours")));
  }

  /**
   * What seals secrets; blocks, since it may make the file.
   *
   * @param backend the name of the database
   * @param file where the key is if the configuration does not say it
   * @throws SealException if the key is none
   */
  public Sealer sealer(String backend, Path file) {
    if (sealingKey.isPresent()) {
      return Sealer.with(SealingKey.of(sealingKey.get()));
    }
    return backend.equals("redis") ? Sealer.without(SHARED) : sealer(file);
  }

  /** Who has no webhooks needs no place for a key. */
  private static Sealer sealer(Path file) {
    try {
      return Sealer.with(SealingKey.in(file));
    } catch (SealException e) {
      if (e.getCause() instanceof IOException) {
        return Sealer.without(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }
}
