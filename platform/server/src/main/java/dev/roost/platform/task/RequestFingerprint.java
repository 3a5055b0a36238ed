package dev.roost.platform.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.json.Codec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash of what was asked for, not of when or under which id. */
final class RequestFingerprint {
  private RequestFingerprint() {}

  static String of(LiveTask call) {
    MessageDigest digest = sha256();
    digest.update(call.agent().value().getBytes(UTF_8));
    digest.update(Codec.ENVELOPE.write(content(call.request())).getBytes());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Envelope content(Envelope asked) {
    return new Envelope(
        "",
        asked.asapVersion(),
        null,
        asked.sender(),
        asked.recipient(),
        asked.payloadType(),
        asked.payload(),
        null,
        null,
        false,
        null);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
