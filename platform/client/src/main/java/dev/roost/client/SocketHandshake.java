package dev.roost.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.roost.outbound.WayOut;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.NetSocket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Turns HTTP connections to a peer into WebSockets (RFC 6455, section 4). */
final class SocketHandshake {
  static final String PATH = "/asap/ws";

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int MAX_REFUSAL_BYTES = 64 * 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Vertx vertx;
  private final WayOut out;
  private final String base;
  private final Duration patience;

  /**
   * @param out how requests leave that ask for an upgrade: by HTTP/1.1
   * @param patience how long it may take
   */
  SocketHandshake(Vertx vertx, WayOut out, String base, Duration patience) {
    this.vertx = vertx;
    this.out = out;
    this.base = base;
    this.patience = patience;
  }

  /**
   * Opens a connection.
   *
   * @param authorization what the peer is shown
   * @return the bytes of the connection, from the first frame on
   */
  Future<NetSocket> open(Optional<String> authorization) {
    String key = key();
    HttpSpec spec = HttpSpec.upgrade(base, PATH, key);
    authorization.ifPresent(header -> spec.with("Authorization", header));
    return HttpExchange.run(
        vertx, out, spec, patience, response -> upgraded(spec, response, accept(key)));
  }

  private Future<NetSocket> upgraded(HttpSpec spec, HttpClientResponse response, String accept) {
    if (response.statusCode() != SWITCHING_PROTOCOLS) {
      return refused(spec, response);
    }
    NetSocket socket = response.netSocket();
    if (!accept.equals(response.getHeader("Sec-WebSocket-Accept"))) {
      socket.close();
      return Future.failedFuture(
          new InvalidAnswerException(base, "its Sec-WebSocket-Accept is not for our key"));
    }
    return Future.succeededFuture(socket);
  }

  /** A connection over which an upgrade was asked for carries no other request. */
  private Future<NetSocket> refused(HttpSpec spec, HttpClientResponse response) {
    HttpConnection connection = response.request().connection();
    return HttpExchange.whole(spec, response, MAX_REFUSAL_BYTES)
        .eventually(connection::close)
        .compose(answer -> Future.failedFuture(StatusErrors.of(base, answer)));
  }

  private static String key() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  private static String accept(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
