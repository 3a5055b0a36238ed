package dev.roost.client.webhook;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells deliveries that can be believed from all other requests. Give it the body exactly as it was
 * received: JSON that is read and written again is other bytes. Any thread may use it.
 */
public final class WebhookVerifier {
  /** As senders write it: no sign, no zeros before it, no fraction. */
  private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,11}");

  private final List<WebhookSecret> secrets;
  private final List<WebhookVerifyKey> keys;
  private final long toleranceSeconds;
  private final Clock clock;
  private final boolean asapSignature;

  WebhookVerifier(WebhookVerifierBuilder builder) {
    this.secrets = List.copyOf(builder.secrets);
    this.keys = List.copyOf(builder.keys);
    this.toleranceSeconds = builder.tolerance.toSeconds();
    this.clock = builder.clock;
    this.asapSignature = builder.asapSignature;
  }

  /** Begins one, which trusts nothing yet. */
  public static WebhookVerifierBuilder builder() {
    return new WebhookVerifierBuilder();
  }

  /**
   * Verifies a delivery, and reads what it tells.
   *
   * @param headers of the request; other kinds of maps by {@link WebhookHeaders#of}
   * @param body as it was received
   * @throws WebhookVerificationException if it is not to be believed, or tells no event
   */
  public WebhookEvent verify(MultiMap headers, byte[] body) {
    authenticate(headers, body);
    return event(body);
  }

  /**
   * The same, with what its headers say.
   *
   * @throws WebhookVerificationException likewise
   */
  public WebhookDelivery verifyDelivery(MultiMap headers, byte[] body) {
    Optional<Attempt> attempt = attempt(headers, body);
    return new WebhookDelivery(
        attempt.map(Attempt::id), attempt.map(Attempt::instant), event(body));
  }

  /**
   * Verifies without reading the body, which may be anything.
   *
   * @throws WebhookVerificationException if it is not to be believed
   */
  public void authenticate(MultiMap headers, byte[] body) {
    attempt(headers, body);
  }

  private static WebhookEvent event(byte[] body) {
    try {
      return WebhookEvent.read(body);
    } catch (IllegalArgumentException e) {
      throw WebhookVerificationException.body(e);
    }
  }

  private Optional<Attempt> attempt(MultiMap headers, byte[] body) {
    if (asapSignature && isAsapAlone(headers)) {
      checkAsap(single(headers, WebhookHeaders.ASAP_SIGNATURE), body);
      return Optional.empty();
    }
    Attempt attempt = Attempt.of(headers);
    SignatureList signatures = SignatureList.read(single(headers, WebhookHeaders.SIGNATURE));
    checkTime(attempt.seconds());
    checkSignatures(signatures, Signatures.content(attempt.id(), attempt.timestamp(), body));
    return Optional.of(attempt);
  }

  private static boolean isAsapAlone(MultiMap headers) {
    return headers.contains(WebhookHeaders.ASAP_SIGNATURE)
        && Stream.of(WebhookHeaders.ID, WebhookHeaders.TIMESTAMP, WebhookHeaders.SIGNATURE)
            .noneMatch(headers::contains);
  }

  private void checkAsap(String signature, byte[] body) {
    byte[] given = signature.getBytes(StandardCharsets.UTF_8);
    boolean known =
        secrets.stream()
            .map(secret -> Signatures.asap(secret, body).getBytes(StandardCharsets.US_ASCII))
            .anyMatch(expected -> MessageDigest.isEqual(expected, given));
    if (!known) {
      throw noSignature();
    }
  }

  private void checkSignatures(SignatureList signatures, byte[] content) {
    boolean known =
        secrets.stream().anyMatch(secret -> signatures.isBy(secret, content))
            || keys.stream().anyMatch(key -> signatures.isBy(key, content));
    if (!known) {
      throw noSignature();
    }
  }

  private static WebhookVerificationException noSignature() {
    return WebhookVerificationException.of(
        WebhookRefusal.SIGNATURE,
        "None of the signatures is by a trusted secret or key; compare the secret with the sender's,"
            + " and verify the body as it was received");
  }

  private void checkTime(long seconds) {
    long age = clock.instant().getEpochSecond() - seconds;
    if (age > toleranceSeconds) {
      throw WebhookVerificationException.of(
          WebhookRefusal.TOO_OLD, "It was signed more than " + toleranceSeconds + " seconds ago");
    }
    if (age < -toleranceSeconds) {
      throw WebhookVerificationException.of(
          WebhookRefusal.TOO_NEW,
          "It was signed more than " + toleranceSeconds + " seconds ahead of this machine's clock");
    }
  }

  private static String single(MultiMap headers, String name) {
    List<String> values = headers.getAll(name);
    if (values.isEmpty()) {
      throw WebhookVerificationException.of(WebhookRefusal.MISSING, "There is no header " + name);
    }
    if (values.size() > 1) {
      throw WebhookVerificationException.of(
          WebhookRefusal.AMBIGUOUS, "There is more than one header " + name);
    }
    return values.get(0);
  }

  /** What the headers say of an attempt; not yet believed. */
  private record Attempt(String id, String timestamp, long seconds) {
    private static Attempt of(MultiMap headers) {
      String id = single(headers, WebhookHeaders.ID);
      String timestamp = single(headers, WebhookHeaders.TIMESTAMP);
      if (!WebhookIds.isOne(id)) {
        throw WebhookVerificationException.of(
            WebhookRefusal.ID, "The webhook-id is not visible ASCII without points and commas");
      }
      if (!SECONDS.matcher(timestamp).matches()) {
        throw WebhookVerificationException.of(
            WebhookRefusal.TIMESTAMP, "The webhook-timestamp is not a whole number of seconds");
      }
      return new Attempt(id, timestamp, Long.parseLong(timestamp));
    }

    private Instant instant() {
      return Instant.ofEpochSecond(seconds);
    }
  }
}
