package dev.roost.platform.auth.oauth2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is kept of a token: its SHA-256. Looking a hash up in a map tells an attacker nothing about
 * the token, however long the comparison takes.
 *
 * @param first its first 64 bits
 * @param second the next
 * @param third the next
 * @param fourth its last
 */
public record TokenHash(long first, long second, long third, long fourth) {
  private static final ThreadLocal<MessageDigest> DIGESTS =
      ThreadLocal.withInitial(TokenHash::sha256);

  /** Of a token, or of whatever else stands for one. */
  public static TokenHash of(String token) {
    return of(token.getBytes(StandardCharsets.UTF_8));
  }

  /** Of bytes, one part behind the other. */
  static TokenHash of(byte[]... parts) {
    MessageDigest sha256 = DIGESTS.get();
    for (byte[] part : parts) {
      sha256.update(part);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
    return new TokenHash(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
