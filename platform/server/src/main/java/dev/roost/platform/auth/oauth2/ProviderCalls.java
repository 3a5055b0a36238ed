package dev.roost.platform.auth.oauth2;

import dev.roost.outbound.WayOut;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * Requests to identity providers that are answered by a JSON object. Redirects are not followed.
 * Whatever goes wrong is a {@link ProviderUnavailableException}.
 */
final class ProviderCalls {
  /** How long an answer may take. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How long an answer may be. */
  static final int MAX_BYTES = 1 << 20;

  private final Vertx vertx;
  private final WayOut out;

  /** By that way out. */
  ProviderCalls(Vertx vertx, WayOut out) {
    this.vertx = vertx;
    this.out = out;
  }

  /** Gets a page. */
  Future<JsonObject> get(String url) {
    return find(url)
        .map(page -> page.orElseThrow(() -> new ProviderUnavailableException("no page at " + url)));
  }

  /** Gets a page that need not be there. */
  Future<Optional<JsonObject>> find(String url) {
    return send(HttpMethod.GET, url, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer());
  }

  /** Posts a form and shows credentials. */
  Future<JsonObject> post(String url, String authorization, String form) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Authorization", authorization)
            .add("Content-Type", "application/x-www-form-urlencoded");
    return send(HttpMethod.POST, url, headers, Buffer.buffer(form))
        .map(page -> page.orElseThrow(() -> new ProviderUnavailableException("refused by " + url)));
  }

  private Future<Optional<JsonObject>> send(
      HttpMethod method, String url, MultiMap headers, Buffer body) {
    headers.add("Accept", "application/json");
    return new ProviderExchange(vertx, out, PATIENCE, MAX_BYTES).run(method, url, headers, body);
  }
}
