package dev.roost.platform.auth.oauth2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is kept of a token: its SHA-256. Looking a hash up in a map tells an attacker nothing about
 * the token, however long the comparison takes.
 *
 * @param hex 64 hexadecimal digits
 */
public record TokenHash(String hex) {
  /** Of a token, or of whatever else stands for one. */
  public static TokenHash of(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return new TokenHash(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
