package dev.roost.platform.auth.oauth2;

import static dev.roost.platform.auth.oauth2.OAuth2Node.isServed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.oauth2.IssuerConfig.Identity;
import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.platform.http.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents in the form of Auth0's, signed with a key of ours; no tenant is asked. */
class Auth0Test {
  private static final String KEYS = "/.well-known/jwks.json";
  private static final TestingKey NEXT = TestingKey.rsa("auth0-next", 2_048);

  /** How long its tokens last unless that is changed. */
  private static final long DAY = 86_400;

  private final TestingProvider provider = new TestingProvider();
  private OAuth2Node there;

  @AfterEach
  void stop() {
    there.close();
  }

  private void start(Profile profile) {
    provider.page(TestingProvider.OPENID, metadata());
    provider.page(
        KEYS,
        new JsonObject().put("keys", new JsonArray().add(key(TestingTokens.RSA)).add(key(NEXT))));
    Identity identity = new Identity(true, Identity.REFERENCE_CLAIM, Map.of());
    there = OAuth2Node.start(provider, TestingIssuers.of(tenant(), profile, identity, Map.of()));
  }

  /** Its name ends in a slash. */
  private String tenant() {
    return provider.issuer() + "/";
  }

  private JsonObject metadata() {
    return new JsonObject()
        .put("issuer", tenant())
        .put("authorization_endpoint", tenant() + "authorize")
        .put("token_endpoint", tenant() + "oauth/token")
        .put("device_authorization_endpoint", tenant() + "oauth/device/code")
        .put("userinfo_endpoint", tenant() + "userinfo")
        .put("mfa_challenge_endpoint", tenant() + "mfa/challenge")
        .put("jwks_uri", tenant() + ".well-known/jwks.json")
        .put("registration_endpoint", tenant() + "oidc/register")
        .put("revocation_endpoint", tenant() + "oauth/revoke")
        .put("scopes_supported", new JsonArray(List.of("openid", "profile", "offline_access")))
        .put("response_types_supported", new JsonArray(List.of("code", "token", "id_token")))
        .put("code_challenge_methods_supported", new JsonArray(List.of("S256", "plain")))
        .put("subject_types_supported", new JsonArray(List.of("public")))
        .put("id_token_signing_alg_values_supported", new JsonArray(List.of("HS256", "RS256")))
        .put("request_uri_parameter_supported", false);
  }

  /** Without the certificate that Auth0 adds, which would have to be of the same key. */
  private static JsonObject key(TestingKey key) {
    return key.jwk().put("alg", "RS256").put("x5t", "Zm9yIG5vYm9keSB0byByZWFk");
  }

  private static JsonObject header(TestingKey key) {
    return new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", key.id());
  }

  /** What a program is given in its own name. */
  private JsonObject machine() {
    return new JsonObject()
        .put(Identity.REFERENCE_CLAIM, "urn:asap:agent:echo")
        .put("iss", tenant())
        .put("sub", "kM3uYlYp0wq1XyUeVb6gT2nZ7rJcQd4s@clients")
        .put("aud", TestingTokens.AUDIENCE)
        .put("iat", there.tokens().in(0))
        .put("exp", there.tokens().in(DAY))
        .put("scope", "asap:execute")
        .put("gty", "client-credentials")
        .put("azp", "kM3uYlYp0wq1XyUeVb6gT2nZ7rJcQd4s");
  }

  /** What a person is given who also asked for an ID token. */
  private JsonObject person() {
    JsonObject claims =
        machine()
            .put("sub", "auth0|5f7c8ec7c33c6c004bbafe82")
            .put("aud", new JsonArray().add(TestingTokens.AUDIENCE).add(tenant() + "userinfo"))
            .put("scope", "openid profile asap:execute")
            .put("permissions", new JsonArray().add("asap:execute"));
    claims.remove("gty");
    return claims;
  }

  private Wire.Answer post(JsonObject claims) {
    return there.post(TestingTokens.sign(header(TestingTokens.RSA), claims, TestingTokens.RSA));
  }

  @Test
  void programsAndPeopleAreServed() {
    // Given
    start(Profile.COMPATIBLE);

    // When
    Wire.Answer machine = post(machine());
    Wire.Answer person = post(person());

    // Then
    assertThat(isServed(machine)).isTrue();
    assertThat(isServed(person)).isTrue();
  }

  @Test
  void itsOwnProfileIsNotStrict() {
    // Given
    start(Profile.STRICT);
    JsonObject standard = machine().put("client_id", "kM3uYlYp0wq1").put("jti", "u1");
    standard.remove("azp");

    // When
    Wire.Answer own = post(machine());
    Wire.Answer other =
        there.post(
            TestingTokens.sign(
                header(TestingTokens.RSA).put("typ", "at+jwt"), standard, TestingTokens.RSA));

    // Then
    assertThat(own.status()).isEqualTo(401);
    assertThat(isServed(other)).isTrue();
  }

  @Test
  void whatIsForOthersIsRefused() {
    // Given
    start(Profile.COMPATIBLE);
    String encrypted = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..aXY.dGV4dA.dGFn";

    // When
    int userInfo = post(person().put("aud", tenant() + "userinfo")).status();
    int noSlash = post(machine().put("iss", provider.issuer())).status();
    int noScope = post(machine().put("scope", "openid")).status();
    int noAudience = there.post(encrypted).status();

    // Then
    assertThat(userInfo).isEqualTo(401);
    assertThat(noSlash).isEqualTo(401);
    assertThat(noScope).isEqualTo(403);
    assertThat(noAudience).isEqualTo(401);
  }

  @Test
  void theNextKeyIsGoodBeforeItIsUsed() {
    // Given
    start(Profile.COMPATIBLE);
    assertThat(isServed(post(machine()))).isTrue();
    int fetched = provider.count(KEYS);

    // When
    Wire.Answer answer = there.post(TestingTokens.sign(header(NEXT), machine(), NEXT));

    // Then
    assertThat(isServed(answer)).isTrue();
    assertThat(provider.count(KEYS)).isEqualTo(fetched);
  }

  @Test
  void keysServeOnWhileItGivesNoNewOnes() {
    // Given
    start(Profile.COMPATIBLE);
    assertThat(isServed(post(machine()))).isTrue();
    int fetched = provider.count(KEYS);
    provider.page(KEYS, 429, Buffer.buffer("{\"error\":\"too_many_requests\"}"));

    // When
    there.clock.advance(Duration.ofMinutes(6));

    // Then
    assertThat(isServed(post(machine()))).isTrue();
    assertThat(provider.count(KEYS)).isEqualTo(fetched + 1);
  }
}
