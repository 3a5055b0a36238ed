package dev.roost.platform.auth.oauth2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens of one issuer: good ones, and ones of which a test has changed something. */
public final class TestingTokens {
  /** Our name in them. */
  public static final String AUDIENCE = "asap";

  /** The other name that we have. */
  public static final String OTHER_AUDIENCE = "https://agents.example.com";

  /** Who is given them. */
  public static final String SUBJECT = "subject-1";

  /** Which client asks for them. */
  public static final String CLIENT = "client-1";

  /** The keys of the issuer. */
  public static final TestingKey RSA = TestingKey.rsa("rsa-1", 2_048);

  /** A second key of it. */
  public static final TestingKey ELLIPTIC = TestingKey.elliptic("ec-1", "secp256r1");

  /** A third. */
  public static final TestingKey EDWARDS = TestingKey.edwards("ed-1");

  private final String issuer;
  private final Instant now;

  /** Of that issuer, at that time. */
  public TestingTokens(String issuer, Instant now) {
    this.issuer = issuer;
    this.now = now;
  }

  /** What the issuer publishes: keys to use, and some that nobody should. */
  public static JsonObject published() {
    return new JsonObject()
        .put(
            "keys",
            new JsonArray()
                .add(RSA.jwk().put("alg", "RS256"))
                .add(ELLIPTIC.jwk())
                .add(EDWARDS.jwk()));
  }

  /** The header of a good token. */
  public static JsonObject header() {
    return new JsonObject().put("typ", "at+jwt").put("alg", "RS256").put("kid", RSA.id());
  }

  /** The claims of a good token. */
  public JsonObject claims() {
    return new JsonObject()
        .put("iss", issuer)
        .put("aud", AUDIENCE)
        .put("sub", SUBJECT)
        .put("client_id", CLIENT)
        .put("iat", now.getEpochSecond())
        .put("exp", now.getEpochSecond() + 300)
        .put("jti", "id-1")
        .put("scope", "asap:execute");
  }

  /** Seconds from now. */
  long in(long seconds) {
    return now.getEpochSecond() + seconds;
  }

  /** A good token. */
  public String good() {
    return sign(header(), claims(), RSA);
  }

  /** One with other claims. */
  public String claiming(Consumer<JsonObject> change) {
    JsonObject claims = claims();
    change.accept(claims);
    return sign(header(), claims, RSA);
  }

  /** One with another header, signed as it says. */
  public String headed(Consumer<JsonObject> change, TestingKey key) {
    JsonObject header = header();
    change.accept(header);
    return sign(header, claims(), key);
  }

  /** Signs as the header says. */
  public static String sign(JsonObject header, JsonObject claims, TestingKey key) {
    return sign(header.getString("alg", "RS256"), header.encode(), claims.encode(), key);
  }

  /** Signs texts that may be anything. */
  public static String sign(String algorithm, String header, String claims, TestingKey key) {
    String signed = encode(header) + "." + encode(claims);
    return signed + "." + TestingKey.base64(key.sign(algorithm, signed));
  }

  /** With a message authentication code in place of a signature. */
  static String authenticate(JsonObject header, JsonObject claims, byte[] secret) {
    String signed = encode(header.encode()) + "." + encode(claims.encode());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return signed
          + "."
          + TestingKey.base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String encode(String text) {
    return TestingKey.base64(text.getBytes(StandardCharsets.UTF_8));
  }
}
