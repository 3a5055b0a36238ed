package dev.roost.outbound;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens nothing, and notes to where it was to connect. */
final class RecordingConnector implements Connector {
  private final List<RequestOptions> wanted = new CopyOnWriteArrayList<>();

  @Override
  public Future<HttpClientRequest> connect(RequestOptions options) {
    wanted.add(options);
    return Future.failedFuture(new Recorded());
  }

  List<RequestOptions> wanted() {
    return wanted;
  }

  /** The addresses to which it was to connect. */
  List<String> addresses() {
    return wanted.stream().map(options -> ((SocketAddress) options.getServer()).host()).toList();
  }

  /** Says that a connection would have been opened. */
  static final class Recorded extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
