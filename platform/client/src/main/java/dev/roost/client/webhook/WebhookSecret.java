package dev.roost.client.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a sender and a receiver both know: the key of HMAC-SHA256. In no text but its own. */
public final class WebhookSecret {
  /** How many bytes it may have. */
  public static final int MAX_BYTES = 1_024;

  private static final String PREFIX = "whsec_";
  private static final int GENERATED_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;
  private final String text;

  private WebhookSecret(byte[] bytes, String text) {
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "A webhook secret has 1 to " + MAX_BYTES + " bytes, not " + bytes.length);
    }
    this.bytes = bytes;
    this.text = text;
  }

  /**
   * Reads one: base64 behind {@code whsec_}, as Standard Webhooks writes it; any other text means
   * its own UTF-8 bytes.
   *
   * @throws IllegalArgumentException if it is empty, too long, or no base64 behind {@code whsec_};
   *     nothing of it is in the message
   */
  public static WebhookSecret parse(String text) {
    byte[] bytes =
        text.startsWith(PREFIX)
            ? KeyText.decode(PREFIX, text)
            : text.getBytes(StandardCharsets.UTF_8);
    return new WebhookSecret(bytes, text);
  }

  /** A new one of 32 random bytes. */
  public static WebhookSecret generate() {
    byte[] bytes = new byte[GENERATED_BYTES];
    RANDOM.nextBytes(bytes);
    return new WebhookSecret(bytes, PREFIX + Base64.getEncoder().encodeToString(bytes));
  }

  /** The key. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The text that {@link #parse} reads, for the one place that shows or stores it. */
  public String reveal() {
    return text;
  }

  /** Two are equal if their keys are, however they are written. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WebhookSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  @Override
  public int hashCode() {
    return WebhookSecret.class.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
