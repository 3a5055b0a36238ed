package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.oauth2.TestingProvider;
import dev.roost.platform.auth.oauth2.TestingTokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole platform whose callers an identity provider knows. */
class IdentityProviderTest {
  @TempDir private Path home;

  private final TestingProvider provider = new TestingProvider();
  private RunningPlatform platform;

  @BeforeEach
  void start() throws Exception {
    JsonObject issuer =
        new JsonObject()
            .put("issuer", provider.issuer())
            .put("audience", TestingTokens.AUDIENCE)
            .put(
                "subjects",
                new JsonObject()
                    .put("urn:asap:agent:echo", new JsonArray().add(TestingTokens.SUBJECT)));
    platform =
        RunningPlatform.start(
            home,
            "auth.mode=oauth2",
            "auth.oauth2.issuers=" + new JsonArray().add(issuer).encode(),
            "outbound.allowHttp=true",
            "outbound.allowAddresses=[\"127.0.0.1\"]");
  }

  @AfterEach
  void stop() {
    platform.close();
    provider.close();
  }

  private HttpResponse<String> post(String token) throws Exception {
    String body = RunningPlatform.request(new JsonObject().put("n", 1)).encode();
    return RunningPlatform.client()
        .send(
            HttpRequest.newBuilder(platform.messages())
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void itsTokensAreServedAndNoOthers() throws Exception {
    // Given
    TestingTokens tokens = new TestingTokens(provider.issuer(), Instant.now());

    // When
    HttpResponse<String> good = post(tokens.good());
    HttpResponse<String> other = post(tokens.claiming(claims -> claims.put("aud", "other")));
    HttpResponse<String> mismatch = post(tokens.claiming(claims -> claims.put("sub", "other")));
    HttpResponse<String> none = platform.post(RunningPlatform.request(new JsonObject()));

    // Then
    assertThat(good.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(good.body()).containsKey("result")).as(good.body()).isTrue();
    assertThat(other.statusCode()).isEqualTo(401);
    assertThat(mismatch.statusCode()).isEqualTo(403);
    assertThat(none.statusCode()).isEqualTo(401);
  }

  @Test
  void itsManifestSaysWhoGivesTokens() throws Exception {
    // When
    HttpResponse<String> manifest = platform.get("/.well-known/asap/manifest.json");

    // Then
    assertThat(new JsonObject(manifest.body()).getJsonObject("auth"))
        .isEqualTo(
            new JsonObject()
                .put("schemes", new JsonArray().add("bearer"))
                .put(
                    "oauth2",
                    new JsonObject()
                        .put("issuers", new JsonArray().add(provider.issuer()))
                        .put(
                            "scopes",
                            new JsonArray()
                                .add("asap:read")
                                .add("asap:execute")
                                .add("asap:admin"))));
    assertThat(platform.get("/.well-known/oauth-protected-resource").statusCode()).isEqualTo(200);
  }
}
