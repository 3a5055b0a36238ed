package dev.roost.platform.http;

import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Gateway;
import dev.roost.spi.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * {@code POST /asap/stream}: a task request, answered in chunks while the task runs. What goes
 * wrong before the task begins is answered as by {@code POST /asap}.
 */
final class StreamEndpoint {
  private final Vertx vertx;
  private final Gateway gateway;
  private final MessageIntake intake;

  StreamEndpoint(Vertx vertx, Gateway gateway, MessageIntake intake) {
    this.vertx = vertx;
    this.gateway = gateway;
    this.intake = intake;
  }

  /** Takes a request for an agent that the path names, or for none. */
  void handle(HttpServerRequest request, Optional<AgentUrn> agent) {
    intake.take(request, agent, gateway::stream, this::answer);
  }

  /** What waits of a stream is in the task's log. */
  private void answer(HttpServerRequest request, Reply reply, BodyBudget.Share share) {
    if (reply instanceof Reply.Stream stream) {
      share.close();
      EventStream.write(vertx, request, stream.chunks(), (envelope, event) -> {});
    } else {
      MessageEndpoint.answer(request, reply, share);
    }
  }
}
