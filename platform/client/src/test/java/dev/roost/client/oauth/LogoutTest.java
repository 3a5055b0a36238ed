package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.Outcomes;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of logins that are ended: nothing here, and at the provider if it can. */
class LogoutTest extends OAuthFixture {
  private static final ClientAuthentication APP = ClientAuthentication.none("app");
  private static final TokenTarget OTHER = TokenTarget.of("https://other.example.com");

  private final MemoryTokenStore store = new MemoryTokenStore();

  @BeforeEach
  void takesBack() {
    idp.metadata(LogoutTest::revoking);
    idp.page("/revoke", TestingProvider.status(200));
  }

  private static JsonObject revoking(JsonObject document) {
    String url = document.getString("issuer");
    return document.put("revocation_endpoint", url + "/revoke");
  }

  private void stored(Session... sessions) {
    Outcomes.get(store.change(all -> List.of(sessions)));
  }

  private Session session(String client, TokenTarget target, String number) {
    return session(idp.url(), client, target, number, Optional.of("refresh-" + number));
  }

  private Session session(
      String issuer, String client, TokenTarget target, String number, Optional<String> refresh) {
    return new Session(
        issuer,
        client,
        target,
        Secret.of("access-" + number),
        clock.instant(),
        clock.instant().plusSeconds(3600),
        refresh.map(Secret::of),
        Optional.empty(),
        Optional.empty());
  }

  private Logout.Outcome logOut() {
    return Outcomes.get(Logout.of(provider, APP, store));
  }

  private List<Map<String, String>> takenBack() {
    return idp.seen("/revoke").stream().map(TestingProvider.Seen::form).toList();
  }

  @Test
  void allLoginsOfTheClientAtTheProviderEndAndNoOthers() {
    // Given
    Session otherClient = session("other", TARGET, "3");
    Session otherIssuer =
        session("https://id.example.com", "app", TARGET, "4", Optional.of("refresh-4"));
    stored(session("app", TARGET, "1"), session("app", OTHER, "2"), otherClient, otherIssuer);

    // When
    Logout.Outcome outcome = logOut();

    // Then
    assertThat(outcome).isEqualTo(new Logout.Outcome(2, 2, Optional.empty()));
    assertThat(Outcomes.get(store.sessions())).containsExactly(otherClient, otherIssuer);
    assertThat(takenBack())
        .containsExactly(
            Map.of("token", "refresh-1", "token_type_hint", "refresh_token", "client_id", "app"),
            Map.of("token", "refresh-2", "token_type_hint", "refresh_token", "client_id", "app"));
  }

  @Test
  void aClientThatHasASecretShowsIt() {
    // Given
    stored(session("my-agent", TARGET, "1"));

    // When
    Outcomes.get(Logout.of(provider, CLIENT, store));

    // Then
    TestingProvider.Seen request = idp.seen("/revoke").get(0);
    assertThat(request.headers().get("Authorization")).startsWith("Basic ");
    assertThat(request.form()).containsOnlyKeys("token", "token_type_hint");
  }

  @Test
  void withoutARefreshTokenTheAccessTokenIsTakenBack() {
    // Given
    stored(session(idp.url(), "app", TARGET, "1", Optional.empty()));

    // When
    logOut();

    // Then
    assertThat(takenBack())
        .containsExactly(
            Map.of("token", "access-1", "token_type_hint", "access_token", "client_id", "app"));
  }

  @Test
  void whoIsNotLoggedInAsksNobody() {
    // When
    Logout.Outcome outcome = logOut();

    // Then
    assertThat(outcome).isEqualTo(new Logout.Outcome(0, 0, Optional.empty()));
    assertThat(idp.seen()).isEmpty();
  }

  @Test
  void aProviderThatTakesNothingBackIsNoProblem() {
    // Given
    idp.metadata(document -> document);
    stored(session("app", TARGET, "1"));

    // When
    Logout.Outcome outcome = logOut();

    // Then
    assertThat(outcome).isEqualTo(new Logout.Outcome(1, 0, Optional.empty()));
    assertThat(Outcomes.get(store.sessions())).isEmpty();
  }

  @Test
  void aProviderThatRefusesIsTold() {
    // Given
    idp.page("/revoke", TestingProvider.error(401, "invalid_client"));
    stored(session("app", TARGET, "1"), session("app", OTHER, "2"));

    // When
    Logout.Outcome outcome = logOut();

    // Then
    assertThat(outcome.forgotten()).isEqualTo(2);
    assertThat(outcome.revoked()).isZero();
    assertThat(outcome.problem())
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.problem()).isEqualTo(OAuthProblem.REFUSED);
              assertThat(problem).hasMessageContaining("(status 401)");
              assertThat(problem.getMessage()).doesNotContain("refresh-1");
            });
    assertThat(takenBack()).hasSize(2);
    assertThat(Outcomes.get(store.sessions())).isEmpty();
  }

  @Test
  void aProviderThatIsAwayIsToldAndTheLoginForgotten() {
    // Given
    stored(session("app", TARGET, "1"));
    idp.stop();

    // When
    Logout.Outcome outcome = logOut();

    // Then
    assertThat(outcome.problem().map(OAuthException::problem)).contains(OAuthProblem.UNREACHABLE);
    assertThat(Outcomes.get(store.sessions())).isEmpty();
  }

  @Test
  void oneThatIsBusyMayTakeItBackLater() {
    // Given
    idp.page("/revoke", TestingProvider.status(503));
    stored(session("app", TARGET, "1"));

    // When
    Logout.Outcome outcome = logOut();

    // Then
    assertThat(outcome.problem().map(OAuthException::problem)).contains(OAuthProblem.UNREACHABLE);
  }

  @Test
  void nobodyIsLoggedInAfterwards() {
    // Given
    stored(session("app", TARGET, "1"));

    // When
    logOut();

    // Then
    OAuthTokens tokens = OAuthTokens.loggedIn(provider, APP, store, TARGET);
    assertThat(failure(tokens).problem()).isEqualTo(OAuthProblem.LOGIN_NEEDED);
  }
}
