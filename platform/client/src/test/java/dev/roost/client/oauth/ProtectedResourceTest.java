package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.Outcomes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose tokens a peer takes. */
class ProtectedResourceTest extends OAuthFixture {
  private static final String PAGE = "/.well-known/oauth-protected-resource";

  private JsonObject document(String resource) {
    return new JsonObject()
        .put("resource", resource)
        .put(
            "authorization_servers",
            new JsonArray().add("https://a.example").add("https://b.example"));
  }

  private List<String> issuers(String peer) {
    return Outcomes.get(ProtectedResource.issuers(vertx, peer));
  }

  @Test
  void aPeerNamesThem() {
    // Given
    String peer = idp.url() + "/agents/greeter";
    idp.page(PAGE + "/agents/greeter", TestingProvider.json(document(peer)));

    // When
    List<String> issuers = issuers(peer + "/");

    // Then
    assertThat(issuers).containsExactly("https://a.example", "https://b.example");
  }

  @Test
  void orTheServerThatItLivesIn() {
    // Given
    idp.page(PAGE, TestingProvider.json(document(idp.url())));

    // When
    List<String> issuers = issuers(idp.url() + "/agents/greeter");

    // Then
    assertThat(issuers).hasSize(2);
    assertThat(idp.seen()).hasSize(2);
  }

  static Stream<TestingProvider.Script> answers() {
    return Stream.of(
        TestingProvider.status(404),
        TestingProvider.status(302, "Location", "/elsewhere"),
        TestingProvider.text("text/html", "<html>"),
        TestingProvider.json(new JsonObject()),
        TestingProvider.json(
            new JsonObject()
                .put("resource", "https://another.example")
                .put("authorization_servers", new JsonArray().add("https://a.example"))),
        (request, response) ->
            TestingProvider.json(
                    new JsonObject()
                        .put("resource", "http://" + request.headers().get("Host"))
                        .put("authorization_servers", "https://a.example"))
                .answer(request, response));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatDoesNotSpeakForThePeerNamesNone(TestingProvider.Script answer) {
    // Given
    idp.page(PAGE, answer);

    // When
    List<String> issuers = issuers(idp.url());

    // Then
    assertThat(issuers).isEmpty();
  }

  @Test
  void aPeerThatIsNotThereIsATypedError() {
    // Given
    String peer = idp.url();
    idp.stop();

    // When
    OAuthException failure = failure(ProtectedResource.issuers(vertx, peer));

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.UNREACHABLE);
  }
}
