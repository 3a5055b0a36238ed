package dev.roost.platform.auth.oauth2;

import dev.roost.platform.auth.oauth2.IssuerConfig.Introspection;
import dev.roost.spi.Principal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One issuer of the configuration, with its keys and rules. Used by one context only. */
final class TrustedIssuer {
  private final String name;
  private final Provider provider;
  private final KeySource keys;
  private final JwtVerifier verifier;
  private final PrincipalRules principals;
  private final Optional<Introspector> introspector;
  private final boolean looksIntoAll;

  TrustedIssuer(IssuerConfig config, ProviderCalls calls, Clock clock, KnownSignatures signatures) {
    this.provider = new Provider(config, calls, clock);
    this.name = config.issuer();
    this.keys = new KeySource(name, () -> fetch(provider), clock);
    this.verifier = new JwtVerifier(config, clock, signatures);
    this.principals = new PrincipalRules(config);
    this.looksIntoAll = config.introspection().map(Introspection::all).orElse(false);
    this.introspector =
        config
            .introspection()
            .map(section -> new Introspector(config, section, provider, calls, clock));
  }

  private static Future<KeySet> fetch(Provider provider) {
    return provider
        .keys()
        .timeout(KeySource.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .recover(TrustedIssuer::unavailable);
  }

  private static <T> Future<T> unavailable(Throwable failure) {
    return Future.failedFuture(
        failure instanceof ProviderUnavailableException
            ? failure
            : new ProviderUnavailableException("no keys: " + failure.getMessage(), failure));
  }

  String name() {
    return name;
  }

  /** Says whether tokens can be verified. */
  boolean isReady() {
    return keys.isReady();
  }

  /** Forgets its keys, and where they are. */
  void forget() {
    provider.forget();
    keys.forget();
  }

  /** Fetches keys if there are none, and tells how many there are, or why there are none. */
  Future<JsonObject> fetched() {
    JsonObject told = new JsonObject().put("issuer", name);
    return keys.current()
        .map(known -> told.put("keys", known.size()))
        .otherwise(failure -> told.put("reason", failure.getMessage()));
  }

  /** Fetches keys if there are none. */
  void prepare() {
    if (!keys.isReady()) {
      keys.current();
    }
  }

  /** Whom a token proves. */
  Future<Principal> verify(Jwt token) {
    return keys.current().compose(known -> verify(token, known)).map(principals::of);
  }

  private Future<VerifiedToken> verify(Jwt token, KeySet known) {
    try {
      return Future.succeededFuture(verifier.verify(token, known));
    } catch (TokenRefusedException e) {
      return e.problem() == TokenProblem.KEY && token.keyId().isPresent()
          ? keys.newerThan(known, token.keyId().get()).map(newer -> verifier.verify(token, newer))
          : Future.failedFuture(e);
    }
  }

  /** Says whether it is to look also into tokens that are good by themselves. */
  boolean looksIntoAll() {
    return looksIntoAll;
  }

  /** Says whether it can look into tokens. */
  boolean canLookInto() {
    return introspector.isPresent();
  }

  /** Whom a token proves when the provider is asked. */
  Future<Principal> lookInto(String token) {
    return introspector.orElseThrow().lookInto(token).map(principals::of);
  }
}
