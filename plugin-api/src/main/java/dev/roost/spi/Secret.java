package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import io.vertx.core.shareddata.Shareable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A value that must not be seen: it is in no text made of it, so not in logs, errors or dumps
 * either. Configuration carries it as such; a {@link io.vertx.core.json.JsonObject} that holds one
 * can be copied but not encoded.
 */
public final class Secret implements Shareable {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** Hides {@code value}. */
  public static Secret of(String value) {
    return new Secret(requireNonNull(value, "value"));
  }

  /** The value itself, for the one place that needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
