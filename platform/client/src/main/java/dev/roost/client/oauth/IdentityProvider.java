package dev.roost.client.oauth;

import dev.roost.outbound.HttpUrl;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Who gives tokens: an OpenID Connect provider or OAuth 2 authorization server. */
public final class IdentityProvider {
  final Vertx vertx;
  final Clock clock;
  final Pauses pauses;
  private final String issuer;
  private final boolean ownsVertx;
  private final ProviderRoads roads;
  private final Duration timeout;
  private final Discovery discovery;

  IdentityProvider(
      IdentityProviderBuilder wanted,
      String issuer,
      Vertx vertx,
      boolean ownsVertx,
      ProviderRoads roads) {
    this.vertx = vertx;
    this.clock = wanted.clock;
    this.pauses = wanted.pauses == null ? Pauses.of(vertx) : wanted.pauses;
    this.issuer = issuer;
    this.ownsVertx = ownsVertx;
    this.roads = roads;
    this.timeout = wanted.timeout;
    this.discovery = new Discovery(issuer, clock, this::get);
  }

  /**
   * Begins to describe how a provider is reached.
   *
   * @param issuer its name, letter by letter as its metadata give it
   */
  public static IdentityProviderBuilder builder(String issuer) {
    return new IdentityProviderBuilder(issuer);
  }

  /** Its name. */
  public String issuer() {
    return issuer;
  }

  /** What it tells about itself. To be called on a context of its Vert.x, as all below. */
  Future<ProviderMetadata> metadata() {
    return discovery.metadata();
  }

  /** Sends a form to an endpoint. */
  Future<ProviderAnswer> post(HttpUrl url, MultiMap headers, Form form) {
    headers.set("Content-Type", "application/x-www-form-urlencoded");
    return send(HttpMethod.POST, url, headers, Buffer.buffer(form.encode()));
  }

  /** The keys with which it signs. */
  Future<JsonObject> keys(HttpUrl url) {
    return get(url).map(this::keySet);
  }

  private JsonObject keySet(ProviderAnswer answer) {
    if (answer.busy()) {
      throw OAuthException.busy(
          "The keys of the identity provider " + issuer + ": status " + answer.status(),
          answer.retryAfter());
    }
    return (answer.ok() ? answer.object() : Optional.<JsonObject>empty())
        .orElseThrow(
            () ->
                OAuthException.of(
                    OAuthProblem.METADATA,
                    "The keys of the identity provider " + issuer + " cannot be read"));
  }

  private Future<ProviderAnswer> get(HttpUrl url) {
    return send(HttpMethod.GET, url, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer());
  }

  private Future<ProviderAnswer> send(
      HttpMethod method, HttpUrl url, MultiMap headers, Buffer body) {
    headers.set("User-Agent", "roost-client");
    return ProviderExchange.send(vertx, roads.to(url), method, url, headers, body, timeout);
  }

  /** Closes its connections. Tokens that are there stay good. */
  public Future<Void> close() {
    return roads.close().eventually(() -> ownsVertx ? vertx.close() : Future.succeededFuture());
  }
}
