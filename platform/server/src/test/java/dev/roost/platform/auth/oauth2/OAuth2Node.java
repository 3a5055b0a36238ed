package dev.roost.platform.auth.oauth2;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.AuthConfig.Mode;
import dev.roost.platform.auth.AuthConfig.NonceRule;
import dev.roost.platform.auth.AuthConfig.RequireTimestamp;
import dev.roost.platform.gateway.SettableClock;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A node that takes the tokens of a provider, the provider, and a clock for both. */
final class OAuth2Node implements AutoCloseable {
  final TestingProvider provider;
  final SettableClock clock = new SettableClock(Instant.now());
  final TestNode node;

  private OAuth2Node(
      TestingProvider provider, List<IssuerConfig> issuers, Consumer<TestNode.Builder> more) {
    this.provider = provider;
    TestNode.Builder builder = TestNode.with().auth(config(issuers)).tokenClock(clock);
    more.accept(builder);
    this.node = builder.start();
  }

  static AuthConfig config(List<IssuerConfig> issuers) {
    return new AuthConfig(Mode.OAUTH2, RequireTimestamp.NEVER, NonceRule.OFF, List.of(), issuers);
  }

  /** One whose tokens may ask any agent. */
  static OAuth2Node start(IssuerConfig.Profile profile) {
    TestingProvider provider = new TestingProvider();
    return start(provider, TestingIssuers.of(provider.issuer(), profile));
  }

  static OAuth2Node start(TestingProvider provider, IssuerConfig... issuers) {
    return start(provider, more -> {}, issuers);
  }

  static OAuth2Node start(
      TestingProvider provider, Consumer<TestNode.Builder> more, IssuerConfig... issuers) {
    return new OAuth2Node(provider, List.of(issuers), more);
  }

  TestingTokens tokens() {
    return new TestingTokens(provider.issuer(), clock.instant());
  }

  Wire.Answer post(String token) {
    return node.post(Requests.echo(), "Authorization: Bearer " + token);
  }

  Wire.Answer get(String path, String token) {
    return node.get(path, "Authorization: Bearer " + token);
  }

  static boolean isServed(Wire.Answer answer) {
    return answer.status() == 200 && answer.json().containsKey("result");
  }

  @Override
  public void close() {
    node.close();
    provider.close();
  }
}
