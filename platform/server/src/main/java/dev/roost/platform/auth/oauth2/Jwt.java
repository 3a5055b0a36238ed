package dev.roost.platform.auth.oauth2;

import dev.roost.protocol.json.InvalidJsonException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A signed token as it was sent: read, and nothing of it verified. */
final class Jwt {
  /** The longest token that is read. */
  static final int MAX_LENGTH = 8 * 1024;

  private static final int MAX_NAME = 256;

  private final JsonObject header;
  private final JsonObject claims;
  private final byte[] signed;
  private final byte[] signature;

  private Jwt(JsonObject header, JsonObject claims, byte[] signed, byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signed = signed;
    this.signature = signature;
  }

  /** Says whether a token has the three parts of a JWT, whatever is in them. */
  static boolean hasItsForm(String token) {
    return token.chars().filter(character -> character == '.').count() == 2;
  }

  /**
   * Reads a token.
   *
   * @throws TokenRefusedException if it is too long or malformed
   */
  static Jwt parse(String token) {
    if (token.length() > MAX_LENGTH) {
      throw new TokenRefusedException(TokenProblem.TOO_LONG);
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new TokenRefusedException(TokenProblem.MALFORMED);
    }
    JsonObject header = object(parts[0]);
    JsonObject claims = object(parts[1]);
    byte[] signature = Base64Url.decode(parts[2]);
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    if (signature.length == 0 || header.isEmpty()) {
      throw new TokenRefusedException(TokenProblem.MALFORMED);
    }
    return new Jwt(header, claims, signed, signature);
  }

  private static JsonObject object(String part) {
    try {
      return StrictObjects.read(Base64Url.decode(part));
    } catch (InvalidJsonException e) {
      throw new TokenRefusedException(TokenProblem.MALFORMED);
    }
  }

  /** A member of the header that is a short text; empty if there is none of the name. */
  private Optional<String> name(String member) {
    if (!header.containsKey(member)) {
      return Optional.empty();
    }
    if (header.getValue(member) instanceof String text && text.length() <= MAX_NAME) {
      return Optional.of(text);
    }
    throw new TokenRefusedException(TokenProblem.MALFORMED);
  }

  /** What it says how it is signed. */
  SignatureAlgorithm algorithm() {
    return name("alg")
        .flatMap(SignatureAlgorithm::of)
        .orElseThrow(() -> new TokenRefusedException(TokenProblem.ALGORITHM));
  }

  /** What it says that it is. */
  Optional<String> type() {
    return name("typ");
  }

  /** Which key of its issuer it says it is signed with. No other word about keys is read. */
  Optional<String> keyId() {
    return name("kid");
  }

  /** Says whether it must not be read by those who do not know some extension; we know none. */
  boolean asksForExtensions() {
    return header.containsKey("crit") || header.containsKey("b64");
  }

  /** What it claims. */
  JsonObject claims() {
    return claims;
  }

  /** Who it says has issued it. */
  Optional<String> issuer() {
    return claims.getValue("iss") instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Of all of it: what is signed, which has one dot, a dot, and the signature. */
  TokenHash hash() {
    return TokenHash.of(signed, new byte[] {'.'}, signature);
  }

  /** Says whether {@code key} has signed it. */
  boolean isSignedBy(VerificationKey key, SignatureAlgorithm algorithm) {
    return key.verifies(algorithm, signed, signature);
  }
}
