package dev.roost.platform.auth.oauth2;

import dev.roost.platform.auth.oauth2.IssuerConfig.Introspection;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;

/** Has a provider look into a token, as RFC 7662 says. */
final class Introspector {
  private final Provider provider;
  private final ProviderCalls calls;
  private final ClaimRules rules;
  private final String authorization;

  Introspector(
      IssuerConfig config,
      Introspection section,
      Provider provider,
      ProviderCalls calls,
      Clock clock) {
    this.provider = provider;
    this.calls = calls;
    this.rules = new ClaimRules(config, clock);
    this.authorization = basic(section.clientId(), section.clientSecret().reveal());
  }

  private static String basic(String id, String secret) {
    String pair = encode(id) + ":" + encode(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Asks.
   *
   * @return fails with {@link TokenRefusedException} or {@link ProviderUnavailableException}
   */
  Future<VerifiedToken> lookInto(String token) {
    String form = "token=" + encode(token) + "&token_type_hint=access_token";
    return provider
        .introspectionEndpoint()
        .compose(endpoint -> calls.post(endpoint, authorization, form))
        .map(this::check);
  }

  private VerifiedToken check(JsonObject answer) {
    return rules.checkIntrospected(answer);
  }
}
