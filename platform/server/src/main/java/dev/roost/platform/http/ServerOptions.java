package dev.roost.platform.http;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How the main port listens. No idle timeout: it would cut long answers; each connection has a
 * watch instead.
 */
final class ServerOptions {
  /** How many requests one HTTP/2 connection may have open. */
  static final int MAX_STREAMS = 100;

  private static final String RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";
  private static final int ACCEPT_BACKLOG = 1_024;

  /** Left to itself the kernel keeps up to 4 MiB for each client that reads slowly. */
  private static final int SEND_BUFFER_BYTES = 256 * 1024;

  private static final int MAX_HEADER_LIST_BYTES = 8_192;
  private static final int STREAM_WINDOW_BYTES = 256 * 1024;
  private static final int CONNECTION_WINDOW_BYTES = 1024 * 1024;
  private static final int MAX_RESETS = 200;
  private static final int RESET_WINDOW_SECONDS = 30;
  private static final int HANDSHAKE_SECONDS = 5;

  static {
    // a client of TLS 1.2 could shake hands again and again, which costs the server more than it
    if (System.getProperty(RENEGOTIATION) == null) {
      System.setProperty(RENEGOTIATION, "true");
    }
  }

  private ServerOptions() {}

  /** In clear text: HTTP/1.1 only. */
  static HttpServerOptions clear() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setAcceptBacklog(ACCEPT_BACKLOG)
        .setSendBufferSize(SEND_BUFFER_BYTES);
  }

  /** By TLS: HTTP/2 and HTTP/1.1, as the client likes. */
  static HttpServerOptions secure(KeyCertOptions certificate, TlsDoor door) {
    HttpServerOptions options = clear();
    Http2SecurityUtil.CIPHERS.forEach(options::addEnabledCipherSuite);
    return options
        .setSsl(true)
        .setKeyCertOptions(certificate)
        .setSslEngineOptions(door)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(MAX_STREAMS)
                .setMaxHeaderListSize(MAX_HEADER_LIST_BYTES)
                .setInitialWindowSize(STREAM_WINDOW_BYTES))
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
        .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
  }
}
