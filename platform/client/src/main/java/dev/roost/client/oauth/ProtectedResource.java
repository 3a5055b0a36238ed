package dev.roost.client.oauth;

import dev.roost.outbound.DirectWayOut;
import dev.roost.outbound.HttpConnector;
import dev.roost.outbound.HttpUrl;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** What a peer says of whose tokens it takes (RFC 9728). It is the peer's word, so ask somebody. */
public final class ProtectedResource {
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_ISSUERS = 20;

  private ProtectedResource() {}

  /**
   * Asks a peer.
   *
   * @param peer its root; by TLS, unless it is this machine
   * @return the issuers that it names; none, if it says nothing, or speaks for another
   */
  public static Future<List<String>> issuers(Vertx vertx, String peer) {
    HttpUrl root = DirectWayOut.checked(peer, true);
    String path = root.target().replaceAll("/+$", "");
    HttpConnector connector = HttpConnector.create(vertx);
    DirectWayOut out = new DirectWayOut(connector, true);
    return Contexts.later(vertx, () -> ask(vertx, out, root, path))
        .compose(
            found ->
                found.isEmpty() && !path.isEmpty()
                    ? Contexts.later(vertx, () -> ask(vertx, out, root, ""))
                    : Future.succeededFuture(found))
        .eventually(connector::close);
  }

  private static Future<List<String>> ask(
      Vertx vertx, DirectWayOut out, HttpUrl root, String path) {
    return ProviderExchange.send(
            vertx,
            out,
            HttpMethod.GET,
            HttpUrl.parse(root.origin() + WELL_KNOWN + path),
            MultiMap.caseInsensitiveMultiMap(),
            Buffer.buffer(),
            TIMEOUT)
        .map(answer -> read(answer, root.origin() + path));
  }

  private static List<String> read(ProviderAnswer answer, String resource) {
    return answer.ok()
        ? answer
            .object()
            .filter(document -> isOf(document, resource))
            .map(ProtectedResource::named)
            .orElse(List.of())
        : List.of();
  }

  private static boolean isOf(JsonObject document, String resource) {
    return document.getValue("resource") instanceof String named
        && named.replaceAll("/+$", "").equals(resource);
  }

  private static List<String> named(JsonObject document) {
    return document.getValue("authorization_servers") instanceof JsonArray servers
        ? servers.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .limit(MAX_ISSUERS)
            .toList()
        : List.of();
  }
}
