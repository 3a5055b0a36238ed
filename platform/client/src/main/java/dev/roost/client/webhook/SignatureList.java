package dev.roost.client.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The signatures of one attempt, by version. What is beyond the bound is not looked at. */
final class SignatureList {
  private static final int EDWARDS_BYTES = 64;

  private final List<String> all;

  private SignatureList(List<String> all) {
    this.all = all;
  }

  /** Reads the header; versions that are not known are let be. */
  static SignatureList read(String header) {
    List<String> all = new ArrayList<>();
    int from = 0;
    while (from <= header.length() && all.size() < WebhookSigner.MAX_KEYS) {
      int space = header.indexOf(' ', from);
      int end = space < 0 ? header.length() : space;
      all.add(header.substring(from, end));
      from = end + 1;
    }
    return new SignatureList(all);
  }

  /** Says whether {@code secret} has signed it. */
  boolean isBy(WebhookSecret secret, byte[] content) {
    byte[] expected = Signatures.written(secret, content).getBytes(StandardCharsets.US_ASCII);
    return all.stream()
        .map(signature -> signature.getBytes(StandardCharsets.UTF_8))
        .anyMatch(given -> MessageDigest.isEqual(expected, given));
  }

  /** Likewise. */
  boolean isBy(WebhookVerifyKey key, byte[] content) {
    return edwards().anyMatch(given -> key.verifies(content, given));
  }

  private Stream<byte[]> edwards() {
    String beginning = Signatures.EDWARDS + ',';
    return all.stream()
        .filter(signature -> signature.startsWith(beginning))
        .flatMap(signature -> decoded(signature.substring(beginning.length())).stream());
  }

  /** Only in the one form in which such bytes are written. */
  private static Optional<byte[]> decoded(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      boolean canonical = Base64.getEncoder().encodeToString(bytes).equals(text);
      return canonical && bytes.length == EDWARDS_BYTES ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
