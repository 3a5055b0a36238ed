package dev.roost.platform.auth.oauth2;

import static dev.roost.platform.auth.oauth2.TestingTokens.EDWARDS;
import static dev.roost.platform.auth.oauth2.TestingTokens.ELLIPTIC;
import static dev.roost.platform.auth.oauth2.TestingTokens.RSA;
import static dev.roost.platform.auth.oauth2.TestingTokens.authenticate;
import static dev.roost.platform.auth.oauth2.TestingTokens.encode;
import static dev.roost.platform.auth.oauth2.TestingTokens.header;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A token that must be refused by an issuer of the strict profile.
 *
 * @param name the case
 * @param maker makes it
 * @param problem why it is refused
 */
public record BadToken(String name, Function<TestingTokens, String> maker, TokenProblem problem) {
  private static final TestingKey STRANGER = TestingKey.rsa("rsa-1", 2_048);
  private static final TestingKey STRANGE_CURVE = TestingKey.elliptic("ec-1", "secp256r1");

  /** All of them. */
  public static Stream<BadToken> all() {
    return Stream.of(forms(), headers(), keys(), times(), names(), uses()).flatMap(List::stream);
  }

  private static BadToken of(
      String name, TokenProblem problem, Function<TestingTokens, String> maker) {
    return new BadToken(name, maker, problem);
  }

  private static BadToken form(String name, Function<String, String> change) {
    return of(name, TokenProblem.MALFORMED, tokens -> change.apply(tokens.good()));
  }

  private static BadToken texts(
      String name, Function<String, String> header, Function<String, String> claims) {
    return of(
        name,
        TokenProblem.MALFORMED,
        tokens ->
            TestingTokens.sign(
                "RS256",
                header.apply(header().encode()),
                claims.apply(tokens.claims().encode()),
                RSA));
  }

  private static BadToken claim(
      String name, TokenProblem problem, String claim, Function<TestingTokens, Object> value) {
    return of(name, problem, tokens -> tokens.claiming(all -> all.put(claim, value.apply(tokens))));
  }

  private static BadToken without(String name, TokenProblem problem, String claim) {
    return of(name, problem, tokens -> tokens.claiming(all -> all.remove(claim)));
  }

  private static BadToken headed(
      String name, TokenProblem problem, TestingKey key, Consumer<JsonObject> change) {
    return of(name, problem, tokens -> tokens.headed(change, key));
  }

  private static String part(String token, int index) {
    return token.split("\\.", -1)[index];
  }

  private static String with(String token, int index, String part) {
    String[] parts = token.split("\\.", -1);
    parts[index] = part;
    return String.join(".", parts);
  }

  private static List<BadToken> forms() {
    return List.of(
        of("T10 garbage", TokenProblem.MALFORMED, tokens -> "a.b.c"),
        form("T11 four parts", good -> good + ".e30"),
        form("T11 five parts, as encrypted tokens have", good -> good + "..e30"),
        form("T13 no signature", good -> with(good, 2, "")),
        form("T14 signature with padding", good -> good + "="),
        form("T14 signature with two of padding", good -> good + "=="),
        form("T14 plus instead of minus", good -> with(good, 2, "+" + part(good, 2).substring(1))),
        form("T14 slash in the signature", good -> with(good, 2, "/" + part(good, 2).substring(1))),
        form("T14 space in the signature", good -> with(good, 2, " " + part(good, 2))),
        form("line end in the signature", good -> good + "\n"),
        form("a character beyond Latin 1", good -> with(good, 2, "\u20ac" + part(good, 2))),
        form("padding in the claims", good -> with(good, 1, part(good, 1) + "=")),
        form("spare bits set in the signature", BadToken::withSpareBits),
        form("empty claims part", good -> with(good, 1, "")),
        form("empty header part", good -> with(good, 0, "")),
        form("a part that is one character", good -> with(good, 2, "A")),
        texts("claims that are a list", head -> head, claims -> "[" + claims + "]"),
        texts("claims that are a text", head -> head, claims -> "\"x\""),
        texts("claims that are null", head -> head, claims -> "null"),
        texts("claims cut off", head -> head, claims -> claims.substring(0, claims.length() - 1)),
        texts("something behind the claims", head -> head, claims -> claims + "{}"),
        texts("a header that is a list", head -> "[" + head + "]", claims -> claims),
        texts("an empty header", head -> "{}", claims -> claims),
        texts(
            "T16 a claim twice, the good one last",
            head -> head,
            claims -> "{\"aud\":\"other\"," + claims.substring(1)),
        texts(
            "T16 a claim twice, the good one first",
            head -> head,
            claims -> claims.substring(0, claims.length() - 1) + ",\"aud\":\"other\"}"),
        texts(
            "a claim twice, once with an escape",
            head -> head,
            claims -> "{\"\\u0061ud\":\"other\"," + claims.substring(1)),
        texts(
            "a member twice, deep inside",
            head -> head,
            claims -> "{\"deep\":{\"a\":1,\"a\":2}," + claims.substring(1)),
        texts(
            "T17 a header member twice",
            head -> "{\"alg\":\"none\"," + head.substring(1),
            claims -> claims),
        texts(
            "claims as deep as no one needs",
            head -> head,
            claims -> "{\"deep\":" + "[".repeat(500) + "]".repeat(500) + "," + claims.substring(1)),
        texts("a byte-order mark", head -> head, claims -> "\ufeff" + claims),
        of(
            "longer than 8 KiB",
            TokenProblem.TOO_LONG,
            tokens -> tokens.claiming(claims -> claims.put("pad", "x".repeat(8_000)))));
  }

  /** The last character of the signature has four bits that mean nothing; one of them is set. */
  private static String withSpareBits(String good) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(good.charAt(good.length() - 1));
    return good.substring(0, good.length() - 1) + alphabet.charAt(last | 1);
  }

  private static List<BadToken> headers() {
    return List.of(
        of("T19 alg none", TokenProblem.ALGORITHM, tokens -> unsigned(tokens, "none")),
        of("T19 alg NoNe", TokenProblem.ALGORITHM, tokens -> unsigned(tokens, "NoNe")),
        of("T19 alg NONE", TokenProblem.ALGORITHM, tokens -> unsigned(tokens, "NONE")),
        of("T19 alg none without kid", TokenProblem.ALGORITHM, BadToken::unsignedWithoutKey),
        headed("T20 no alg", TokenProblem.ALGORITHM, RSA, header -> header.remove("alg")),
        of("alg null", TokenProblem.MALFORMED, tokens -> algorithm(tokens, "null")),
        of("alg a number", TokenProblem.MALFORMED, tokens -> algorithm(tokens, "256")),
        of("alg rs256", TokenProblem.ALGORITHM, tokens -> algorithm(tokens, "\"rs256\"")),
        of("alg of encryption", TokenProblem.ALGORITHM, tokens -> algorithm(tokens, "\"dir\"")),
        of(
            "T22 HS256 with the modulus",
            TokenProblem.ALGORITHM,
            tokens -> authenticate(header().put("alg", "HS256"), tokens.claims(), RSA.modulus())),
        of(
            "T23 HS256 with a secret of one byte",
            TokenProblem.ALGORITHM,
            tokens -> authenticate(header().put("alg", "HS256"), tokens.claims(), new byte[] {1})),
        headed("T40 crit b64", TokenProblem.CRITICAL, RSA, BadToken::unencoded),
        headed("b64 without crit", TokenProblem.CRITICAL, RSA, header -> header.put("b64", false)),
        headed(
            "crit that is empty",
            TokenProblem.CRITICAL,
            RSA,
            header -> header.put("crit", new JsonArray())),
        headed(
            "crit of something unknown",
            TokenProblem.CRITICAL,
            RSA,
            header -> header.put("crit", new JsonArray().add("exp")).put("exp", 1)),
        headed(
            "T65 typ logout+jwt",
            TokenProblem.TYPE,
            RSA,
            header -> header.put("typ", "logout+jwt")),
        headed("T67 typ JWT", TokenProblem.TYPE, RSA, header -> header.put("typ", "JWT")),
        headed("no typ", TokenProblem.TYPE, RSA, header -> header.remove("typ")),
        headed("typ of a proof", TokenProblem.TYPE, RSA, header -> header.put("typ", "dpop+jwt")),
        headed(
            "typ with a parameter",
            TokenProblem.TYPE,
            RSA,
            header -> header.put("typ", "at+jwt; x=1")),
        headed("typ a number", TokenProblem.MALFORMED, RSA, header -> header.put("typ", 1)),
        headed("kid a number", TokenProblem.MALFORMED, RSA, header -> header.put("kid", 1)),
        headed(
            "kid longer than any",
            TokenProblem.MALFORMED,
            RSA,
            header -> header.put("kid", "k".repeat(300))));
  }

  private static String unsigned(TestingTokens tokens, String algorithm) {
    return TestingTokens.sign(
        "RS256", header().put("alg", algorithm).encode(), tokens.claims().encode(), RSA);
  }

  private static String unsignedWithoutKey(TestingTokens tokens) {
    JsonObject header = new JsonObject().put("typ", "at+jwt").put("alg", "none");
    return encode(header.encode()) + "." + encode(tokens.claims().encode()) + ".AA";
  }

  private static String algorithm(TestingTokens tokens, String json) {
    String header = header().encode().replace("\"RS256\"", json);
    return TestingTokens.sign("RS256", header, tokens.claims().encode(), RSA);
  }

  private static void unencoded(JsonObject header) {
    header.put("crit", new JsonArray().add("b64")).put("b64", false);
  }

  private static List<BadToken> keys() {
    return List.of(
        headed(
            "T25 RS512 with a key marked RS256",
            TokenProblem.ALGORITHM,
            RSA,
            header -> header.put("alg", "RS512")),
        headed(
            "T26 PS256 with a key marked RS256",
            TokenProblem.ALGORITHM,
            RSA,
            header -> header.put("alg", "PS256")),
        headed(
            "ES256 by name, RSA by key",
            TokenProblem.ALGORITHM,
            STRANGE_CURVE,
            header -> header.put("alg", "ES256")),
        headed("T32 unknown kid", TokenProblem.KEY, RSA, header -> header.put("kid", "other")),
        headed(
            "T34 kid that is a path",
            TokenProblem.KEY,
            RSA,
            header -> header.put("kid", "../../dev/null")),
        headed(
            "T35 kid in SQL",
            TokenProblem.KEY,
            RSA,
            header -> header.put("kid", "x' UNION SELECT 'key' --")),
        headed(
            "T35 kid in LDAP", TokenProblem.KEY, RSA, header -> header.put("kid", "*)(uid=*))(|(")),
        headed("kid in other case", TokenProblem.KEY, RSA, header -> header.put("kid", "RSA-1")),
        headed("an empty kid", TokenProblem.KEY, RSA, header -> header.put("kid", "")),
        headed(
            "T37 the attacker's key in jwk",
            TokenProblem.SIGNATURE,
            STRANGER,
            header -> header.put("jwk", STRANGER.jwk())),
        headed(
            "T37 the attacker's key in jwk, no kid",
            TokenProblem.SIGNATURE,
            STRANGER,
            header -> header.put("jwk", STRANGER.jwk()).remove("kid")),
        headed("T41 another key's signature", TokenProblem.SIGNATURE, STRANGER, header -> {}),
        headed(
            "another curve key's signature",
            TokenProblem.SIGNATURE,
            STRANGE_CURVE,
            header -> header.put("kid", "ec-1").put("alg", "ES256")),
        headed(
            "another Edwards key's signature",
            TokenProblem.SIGNATURE,
            TestingKey.edwards("ed-1"),
            header -> header.put("kid", "ed-1").put("alg", "EdDSA")),
        of(
            "a signature of zeros on the curve",
            TokenProblem.SIGNATURE,
            tokens ->
                with(
                    tokens.headed(
                        header -> header.put("kid", "ec-1").put("alg", "ES256"), ELLIPTIC),
                    2,
                    TestingKey.base64(new byte[64]))),
        of(
            "the signature of other claims",
            TokenProblem.SIGNATURE,
            tokens ->
                with(tokens.good(), 1, part(tokens.claiming(all -> all.put("sub", "other")), 1))),
        of(
            "half a signature",
            TokenProblem.SIGNATURE,
            tokens -> with(tokens.good(), 2, part(tokens.good(), 2).substring(0, 100))),
        of(
            "an Edwards signature of a wrong length",
            TokenProblem.SIGNATURE,
            tokens ->
                with(
                    tokens.headed(
                        header -> header.put("kid", "ed-1").put("alg", "Ed25519"), EDWARDS),
                    2,
                    "AAAA")));
  }

  private static List<BadToken> times() {
    return List.of(
        claim("T43 expired for an hour", TokenProblem.EXPIRED, "exp", tokens -> tokens.in(-3_600)),
        claim("expired for 30 s", TokenProblem.EXPIRED, "exp", tokens -> tokens.in(-30)),
        without("T46 no exp", TokenProblem.TIMES, "exp"),
        claim("T47 exp null", TokenProblem.TIMES, "exp", tokens -> null),
        claim("exp a text", TokenProblem.TIMES, "exp", tokens -> String.valueOf(tokens.in(300))),
        claim("exp true", TokenProblem.TIMES, "exp", tokens -> true),
        claim("exp a list", TokenProblem.TIMES, "exp", tokens -> new JsonArray().add(1)),
        claim("T49 exp 1e308", TokenProblem.TIMES, "exp", tokens -> 1e308),
        claim("exp as long as a long", TokenProblem.TIMES, "exp", tokens -> Long.MAX_VALUE),
        claim("exp in milliseconds", TokenProblem.TIMES, "exp", tokens -> tokens.in(300) * 1_000),
        claim("T50 exp negative", TokenProblem.EXPIRED, "exp", tokens -> -1),
        claim("exp of a day and a bit", TokenProblem.LIFETIME, "exp", tokens -> tokens.in(86_401)),
        claim("T52 iat in five minutes", TokenProblem.NOT_YET, "iat", tokens -> tokens.in(300)),
        claim("iat in 31 s", TokenProblem.NOT_YET, "iat", tokens -> tokens.in(31)),
        without("T53 no iat", TokenProblem.TIMES, "iat"),
        claim("iat null", TokenProblem.TIMES, "iat", tokens -> null),
        claim("iat a text", TokenProblem.TIMES, "iat", tokens -> "now"),
        claim("nbf in a minute", TokenProblem.NOT_YET, "nbf", tokens -> tokens.in(60)),
        claim("nbf null", TokenProblem.TIMES, "nbf", tokens -> null),
        claim("nbf a text", TokenProblem.TIMES, "nbf", tokens -> "now"));
  }

  private static List<BadToken> names() {
    return List.of(
        claim(
            "T55 iss with a slash more",
            TokenProblem.ISSUER,
            "iss",
            tokens -> tokens.claims().getString("iss") + "/"),
        claim(
            "iss in capitals",
            TokenProblem.ISSUER,
            "iss",
            tokens -> tokens.claims().getString("iss").toUpperCase(java.util.Locale.ROOT)),
        without("T56 no iss", TokenProblem.ISSUER, "iss"),
        claim(
            "T56 iss a list",
            TokenProblem.ISSUER,
            "iss",
            tokens -> new JsonArray().add(tokens.claims().getString("iss"))),
        claim("iss null", TokenProblem.ISSUER, "iss", tokens -> null),
        claim("another issuer", TokenProblem.ISSUER, "iss", tokens -> "https://elsewhere.example"),
        claim("T58 aud of another", TokenProblem.AUDIENCE, "aud", tokens -> "other-api"),
        without("T59 no aud", TokenProblem.AUDIENCE, "aud"),
        claim("aud null", TokenProblem.AUDIENCE, "aud", tokens -> null),
        claim("aud an empty list", TokenProblem.AUDIENCE, "aud", tokens -> new JsonArray()),
        claim("aud a number", TokenProblem.AUDIENCE, "aud", tokens -> 1),
        claim(
            "aud with a number in it",
            TokenProblem.AUDIENCE,
            "aud",
            tokens -> new JsonArray().add("asap").add(1)),
        claim("T62 aud with a suffix", TokenProblem.AUDIENCE, "aud", tokens -> "asap-other"),
        claim("aud in capitals", TokenProblem.AUDIENCE, "aud", tokens -> "ASAP"),
        claim("aud as one of words", TokenProblem.AUDIENCE, "aud", tokens -> "other asap"),
        without("no sub", TokenProblem.SUBJECT, "sub"),
        claim("sub null", TokenProblem.SUBJECT, "sub", tokens -> null),
        claim("sub a number", TokenProblem.SUBJECT, "sub", tokens -> 1),
        claim("an empty sub", TokenProblem.SUBJECT, "sub", tokens -> ""),
        claim("an endless sub", TokenProblem.SUBJECT, "sub", tokens -> "s".repeat(257)),
        without("no client_id", TokenProblem.CLIENT, "client_id"),
        claim("client_id a list", TokenProblem.CLIENT, "client_id", tokens -> new JsonArray()));
  }

  private static List<BadToken> uses() {
    return List.of(
        of("T64 an ID token", TokenProblem.AUDIENCE, BadToken::identityToken),
        claim("an ID token for us", TokenProblem.NOT_FOR_ACCESS, "nonce", tokens -> "n-1"),
        claim("at_hash", TokenProblem.NOT_FOR_ACCESS, "at_hash", tokens -> "h"),
        claim("c_hash", TokenProblem.NOT_FOR_ACCESS, "c_hash", tokens -> "h"),
        claim("an event", TokenProblem.NOT_FOR_ACCESS, "events", tokens -> new JsonObject()),
        claim(
            "T71 scope a list",
            TokenProblem.SCOPE,
            "scope",
            tokens -> new JsonArray().add("asap:execute")),
        claim("scope a number", TokenProblem.SCOPE, "scope", tokens -> 1),
        claim("scope null", TokenProblem.SCOPE, "scope", tokens -> null),
        claim("scope with a line end", TokenProblem.SCOPE, "scope", tokens -> "a\nasap:execute"),
        claim("scope with a quote", TokenProblem.SCOPE, "scope", tokens -> "a\"b"),
        claim(
            "more scopes than anybody has",
            TokenProblem.SCOPE,
            "scope",
            tokens ->
                Stream.iterate(0, i -> i + 1)
                    .limit(200)
                    .map(i -> "s" + i)
                    .collect(Collectors.joining(" "))),
        claim(
            "T79 bound to a key",
            TokenProblem.BOUND,
            "cnf",
            tokens -> new JsonObject().put("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")),
        claim(
            "bound to a certificate",
            TokenProblem.BOUND,
            "cnf",
            tokens ->
                new JsonObject().put("x5t#S256", "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2")),
        claim("cnf null", TokenProblem.BOUND, "cnf", tokens -> null));
  }

  private static String identityToken(TestingTokens tokens) {
    return tokens.claiming(
        claims -> claims.put("aud", TestingTokens.CLIENT).put("nonce", "n-1").put("at_hash", "h"));
  }

  @Override
  public String toString() {
    return name;
  }
}
