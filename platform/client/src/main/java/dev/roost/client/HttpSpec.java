package dev.roost.client;

import static java.util.Objects.requireNonNull;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/**
 * An HTTP request before it is sent.
 *
 * @param base the peer, as it is named in failures
 * @param url the whole URL
 * @param body empty if there is none
 */
record HttpSpec(String base, HttpMethod method, String url, MultiMap headers, Buffer body) {
  HttpSpec {
    requireNonNull(base, "base");
    requireNonNull(method, "method");
    requireNonNull(url, "url");
    requireNonNull(headers, "headers");
    requireNonNull(body, "body");
  }

  /** Fetches a page. */
  static HttpSpec get(String base, String path) {
    return new HttpSpec(base, HttpMethod.GET, base + path, usual(), Buffer.buffer());
  }

  /** Sends JSON. */
  static HttpSpec post(String base, String path, Buffer body) {
    return new HttpSpec(base, HttpMethod.POST, base + path, usual(), body)
        .with("Content-Type", "application/json");
  }

  /** Asks for a WebSocket (RFC 6455, 4.1). */
  static HttpSpec upgrade(String base, String path, String key) {
    return get(base, path)
        .with("Upgrade", "websocket")
        .with("Connection", "Upgrade")
        .with("Sec-WebSocket-Version", "13")
        .with("Sec-WebSocket-Key", key);
  }

  /** Whether the connection is to be the peer's and ours alone from the answer on. */
  boolean upgrades() {
    return headers.contains("Upgrade");
  }

  private static MultiMap usual() {
    return MultiMap.caseInsensitiveMultiMap()
        .set("Accept", "application/json")
        .set("User-Agent", "roost-client");
  }

  /** The same with a header. */
  HttpSpec with(String name, String value) {
    headers.set(name, value);
    return this;
  }
}
