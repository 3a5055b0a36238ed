package dev.roost.launcher.command;

import dev.roost.client.webhook.WebhookHandler;
import dev.roost.client.webhook.WebhookVerifier;
import dev.roost.launcher.OperationFailedException;
import dev.roost.launcher.Surroundings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roost webhook listen}. */
@Command(
    name = "listen",
    description = {
      "Receives webhooks on a port of this machine, verifies them, and prints a line for each.",
      "A delivery that comes again is answered, but not printed again. With --json, each is a line"
          + " of JSON. What is refused is told on the standard error output."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost webhook listen --port 9000 --secret-file secret",
      "  roost webhook listen --secret-file new --secret-file old --json | jq .type",
      "",
      "Exit codes: 0 (interrupted), 1 (the port cannot be opened), 2 (asked for wrongly)"
    })
final class WebhookListenCommand implements Callable<Integer> {
  private static final String HOST = "127.0.0.1";
  private static final int MAX_PORT = 65_535;
  private static final int IDLE_SECONDS = 30;
  private static final int NOT_FOUND = 404;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Surroundings surroundings;
  @Mixin private final WebhookTrust trust = new WebhookTrust();
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Which port of 127.0.0.1; by default, and for 0, any that is free.")
  private int port;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Where deliveries are posted to; ${DEFAULT-VALUE} by default.")
  private String path = "/";

  /** For {@code surroundings}. */
  WebhookListenCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    checkAddress();
    WebhookVerifier verifier = trust.verifier(surroundings);
    return Waiting.withVertx(vertx -> listen(vertx, verifier));
  }

  private void checkAddress() {
    if (port < 0 || port > MAX_PORT) {
      throw usage("--port: a port is a number from 0 to " + MAX_PORT + ", not " + port);
    }
    if (!path.startsWith("/")) {
      throw usage("--path: a path begins with a slash, such as /webhooks");
    }
  }

  private int listen(Vertx vertx, WebhookVerifier verifier) {
    Console console = Console.of(spec);
    DeliveryLines lines = new DeliveryLines(vertx, console);
    WebhookHandler handler =
        WebhookHandler.builder(vertx, verifier, lines::print).onRefusal(lines::refused).build();
    HttpServer server = open(vertx, handler, lines);
    console.tell("Listening for deliveries at http://" + HOST + ":" + server.actualPort() + path);
    awaitInterrupt();
    return 0;
  }

  private HttpServer open(Vertx vertx, WebhookHandler handler, DeliveryLines lines) {
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHttp2ClearTextEnabled(false)
                    .setIdleTimeout(IDLE_SECONDS))
            .requestHandler(request -> route(request, handler, lines))
            .invalidRequestHandler(request -> request.connection().close());
    Optional<Throwable> failure =
        Waiting.await(
            server.listen(port, HOST).map(Optional.<Throwable>empty()).otherwise(Optional::of),
            PATIENCE);
    if (failure.isPresent()) {
      throw new OperationFailedException(
          "The port " + port + " of " + HOST + " cannot be opened: " + failure.get().getMessage());
    }
    return server;
  }

  private void route(HttpServerRequest request, WebhookHandler handler, DeliveryLines lines) {
    if (path.equals(request.path())) {
      handler.handle(request);
      return;
    }
    request
        .response()
        .setStatusCode(NOT_FOUND)
        .end()
        .onComplete(done -> request.connection().close());
    lines.refused(NOT_FOUND, "Deliveries are posted to " + path);
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
