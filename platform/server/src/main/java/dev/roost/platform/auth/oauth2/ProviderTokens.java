package dev.roost.platform.auth.oauth2;

import static java.util.Objects.requireNonNull;

import dev.roost.outbound.WayOut;
import dev.roost.spi.Principal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tokens of the configured issuers, and whom each proves. Used by one context only. */
public final class ProviderTokens {
  private final Map<String, TrustedIssuer> issuers = new LinkedHashMap<>();
  private final OpaqueTokens opaque;

  /**
   * @param out how providers are reached
   * @param clock what times in tokens are compared with
   */
  public ProviderTokens(Vertx vertx, List<IssuerConfig> configs, WayOut out, Clock clock) {
    ProviderCalls calls =
        new ProviderCalls(requireNonNull(vertx, "vertx"), requireNonNull(out, "out"));
    KnownSignatures signatures = new KnownSignatures();
    configs.forEach(
        config ->
            issuers.put(config.issuer(), new TrustedIssuer(config, calls, clock, signatures)));
    this.opaque = new OpaqueTokens(List.copyOf(issuers.values()), clock);
  }

  /**
   * Whom a token proves.
   *
   * @return fails with {@link TokenRefusedException}, {@link CallerRefusedException} or {@link
   *     ProviderUnavailableException}
   */
  public Future<Principal> authenticate(String token) {
    try {
      return Jwt.hasItsForm(token) ? verify(token, Jwt.parse(token)) : opaque.lookInto(token);
    } catch (TokenRefusedException e) {
      return Future.failedFuture(e);
    }
  }

  /** The issuer is one of ours before anything is done for its token. */
  private Future<Principal> verify(String text, Jwt token) {
    TrustedIssuer issuer = token.issuer().map(issuers::get).orElse(null);
    return issuer == null
        ? Future.failedFuture(new TokenRefusedException(TokenProblem.ISSUER))
        : issuer.verify(token).compose(principal -> confirm(issuer, text, principal));
  }

  /** Asks the issuer of a good token whether it is revoked, where that is wanted. */
  private Future<Principal> confirm(TrustedIssuer issuer, String text, Principal principal) {
    return issuer.looksIntoAll()
        ? opaque.lookInto(issuer, text)
        : Future.succeededFuture(principal);
  }

  /** Forgets keys, where they are, and which tokens were refused. */
  public void forget() {
    issuers.values().forEach(TrustedIssuer::forget);
    opaque.forget();
  }

  /**
   * Fetches the keys of all issuers that have none now.
   *
   * @return each issuer, with how many keys it has, or the reason why it has none
   */
  public Future<JsonArray> fetch() {
    List<Future<JsonObject>> all = issuers.values().stream().map(TrustedIssuer::fetched).toList();
    return Future.join(all).map(done -> new JsonArray(done.<JsonObject>list()));
  }

  /** Fetches the keys of issuers that have none. */
  public void prepare() {
    issuers.values().forEach(TrustedIssuer::prepare);
  }

  /** Says whether tokens of at least one issuer can be verified. */
  public boolean isReady() {
    return issuers.values().stream().anyMatch(TrustedIssuer::isReady);
  }
}
