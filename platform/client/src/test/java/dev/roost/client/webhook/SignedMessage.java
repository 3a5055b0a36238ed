package dev.roost.client.webhook;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * A message as some receiver gets it, with the secret that this trusts.
 *
 * @param raw whether the secret is its own bytes, not base64
 */
record SignedMessage(WebhookSecret secret, boolean raw, MultiMap headers, Instant at, String body) {
  private static final int MOST_SECONDS = 200;
  private static final int TOO_MANY_SECONDS = 400;
  private static final List<String> NAMES =
      List.of(WebhookHeaders.ID, WebhookHeaders.TIMESTAMP, WebhookHeaders.SIGNATURE);

  /** A sound one, from about now, signed by us. */
  static SignedMessage of(RandomMessages messages) {
    Random random = messages.random();
    boolean raw = random.nextInt(4) == 0;
    WebhookSecret secret =
        raw ? WebhookSecret.parse("raw " + messages.text(20)) : messages.secret();
    String body =
        random.nextBoolean() ? messages.event().write() : messages.text(random.nextInt(200));
    long offset = random.nextInt(2 * MOST_SECONDS) - MOST_SECONDS;
    Instant at = Instant.ofEpochSecond(Instant.now().getEpochSecond() + offset);
    return new SignedMessage(
        secret, raw, signed(WebhookSigner.of(List.of(secret)), messages.id(), at, body), at, body);
  }

  private static MultiMap signed(WebhookSigner signer, String id, Instant at, String body) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.addAll(signer.headers(id, at, Vectors.bytes(body)));
    return headers.remove(WebhookHeaders.ASAP_SIGNATURE);
  }

  String id() {
    return headers.get(WebhookHeaders.ID);
  }

  String signature() {
    return headers.get(WebhookHeaders.SIGNATURE);
  }

  SignedMessage withSignature(String signature) {
    return new SignedMessage(
        secret, raw, copy().set(WebhookHeaders.SIGNATURE, signature), at, body);
  }

  private MultiMap copy() {
    return MultiMap.caseInsensitiveMultiMap().addAll(headers);
  }

  /** The same with something done to it; not everything does harm. */
  SignedMessage changed(RandomMessages messages) {
    Random random = messages.random();
    String name = NAMES.get(random.nextInt(NAMES.size()));
    return switch (random.nextInt(9)) {
      case 0 -> with(copy().remove(name), body);
      case 1 -> with(copy().set(name, withOtherCharacter(headers.get(name), random)), body);
      case 2 -> with(headers, body + " ");
      case 3 -> with(headers, body.isEmpty() ? "x" : body.substring(body.offsetByCodePoints(0, 1)));
      case 4 ->
          withSignature(
              WebhookSigner.of(List.of(messages.secret()))
                  .headers(id(), at, Vectors.bytes(body))
                  .get(WebhookHeaders.SIGNATURE));
      case 5 -> withSignature("v2,AAAA v1a,BBBB  " + signature() + " v1,CCCC");
      case 6 -> withSignature(signature().substring(random.nextInt(signature().length())));
      case 7 -> shifted(random.nextBoolean() ? TOO_MANY_SECONDS : -TOO_MANY_SECONDS);
      default -> withSignature(signature().replace("v1,", "v1a,"));
    };
  }

  private SignedMessage with(MultiMap changedHeaders, String changedBody) {
    return new SignedMessage(secret, raw, changedHeaders, at, changedBody);
  }

  private SignedMessage shifted(long seconds) {
    Instant shifted = Instant.now().plusSeconds(seconds);
    return with(signed(WebhookSigner.of(List.of(secret)), id(), shifted, body), body);
  }

  private static String withOtherCharacter(String text, Random random) {
    int at = random.nextInt(text.length());
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  /** Whether we believe it. */
  boolean isBelieved() {
    try {
      WebhookVerifier.builder().secret(secret).build().authenticate(headers, Vectors.bytes(body));
      return true;
    } catch (WebhookVerificationException e) {
      return false;
    }
  }
}
