package dev.roost.launcher.check;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.zip.GZIPInputStream;
import org.brotli.dec.BrotliInputStream;

/** An agent that keeps every rule, but for what a test spoils of its answers. */
final class TestingPeer implements AutoCloseable {
  private final HttpServer server;
  private final BiFunction<TestingRequest, TestingAnswer, TestingAnswer> spoil;
  private final List<TestingRequest> received = new CopyOnWriteArrayList<>();

  /** Starts it on a free port; {@code spoil} may change every answer. */
  TestingPeer(Vertx vertx, BiFunction<TestingRequest, TestingAnswer, TestingAnswer> spoil) {
    this.spoil = spoil;
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    this.server =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(30, SECONDS)
            .join();
  }

  static TestingPeer conforming(Vertx vertx) {
    return new TestingPeer(vertx, (request, answer) -> answer);
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** What it was asked so far. */
  List<TestingRequest> received() {
    return List.copyOf(received);
  }

  private void answer(HttpServerRequest http, Buffer body) {
    TestingRequest request =
        new TestingRequest(
            http.method() + " " + http.path(), http.headers(), inflate(http, body.getBytes()));
    received.add(request);
    spoil.apply(request, TestingAgent.answer(request)).send(http);
  }

  private static Buffer inflate(HttpServerRequest http, byte[] body) {
    String coding = http.getHeader("Content-Encoding");
    if (coding == null) {
      return Buffer.buffer(body);
    }
    InputStream packed = new ByteArrayInputStream(body);
    try (InputStream inflated =
        coding.equals("br") ? new BrotliInputStream(packed) : new GZIPInputStream(packed)) {
      return Buffer.buffer(inflated.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().orTimeout(30, SECONDS).join();
  }
}
