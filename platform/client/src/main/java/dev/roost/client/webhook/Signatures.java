package dev.roost.client.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How signatures are made and written. */
final class Signatures {
  /** The version of those by HMAC. */
  static final String HMAC = "v1";

  /** The version of those by Ed25519. */
  static final String EDWARDS = "v1a";

  private static final String ALGORITHM = "HmacSHA256";

  private Signatures() {}

  /** What Standard Webhooks has signed: id, time and body with points between. */
  static byte[] content(String id, String timestamp, byte[] body) {
    byte[] head = (id + '.' + timestamp + '.').getBytes(StandardCharsets.US_ASCII);
    byte[] content = new byte[head.length + body.length];
    System.arraycopy(head, 0, content, 0, head.length);
    System.arraycopy(body, 0, content, head.length, body.length);
    return content;
  }

  /** With its version. */
  static String written(WebhookSecret secret, byte[] content) {
    return HMAC + ',' + Base64.getEncoder().encodeToString(hmac(secret, content));
  }

  /** With its version. */
  static String written(WebhookSigningKey key, byte[] content) {
    return EDWARDS + ',' + Base64.getEncoder().encodeToString(key.sign(content));
  }

  /** As {@code X-ASAP-Signature} has it. */
  static String asap(WebhookSecret secret, byte[] body) {
    return "sha256=" + HexFormat.of().formatHex(hmac(secret, body));
  }

  private static byte[] hmac(WebhookSecret secret, byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
