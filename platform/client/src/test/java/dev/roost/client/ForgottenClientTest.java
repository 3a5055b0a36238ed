package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.outbound.DirectWayOut;
import dev.roost.outbound.HttpConnector;
import dev.roost.outbound.WayOut;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.json.Codec;
import io.vertx.core.Future;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * A program may forget its client while a call is under way. Vert.x ends the connections of HTTP
 * clients that nobody holds, so the call must hold them.
 */
class ForgottenClientTest extends Fixture {
  private WeakReference<WayOut> connections;

  private HttpTransport forgettable() {
    WayOut out = new DirectWayOut(HttpConnector.create(vertx), true);
    connections = new WeakReference<>(out);
    return new HttpTransport(
        new TransportContext(
            vertx,
            agent.url(),
            out,
            out,
            TokenProvider.NONE,
            ClientSettings.DEFAULTS,
            WebSocketSettings.DEFAULTS,
            message -> {}));
  }

  private static OutgoingMessage message() {
    return new OutgoingMessage(TestingAgent.request(), "key", Duration.ofSeconds(60));
  }

  /** Collects until an object that nobody holds is gone. */
  private static void collect() {
    WeakReference<Object> litter = new WeakReference<>(new Object());
    Outcomes.await(() -> isGone(litter));
  }

  private static boolean isGone(WeakReference<?> reference) {
    System.gc();
    return reference.get() == null;
  }

  @Test
  void aCallHoldsThemUntilItIsAnswered() {
    // Given
    AtomicReference<TestingAgent.Seen> held = new AtomicReference<>();
    agent.will((request, response) -> held.set(request));
    Future<Envelope> answer = Calls.on(vertx, () -> forgettable().exchange(message()));
    Outcomes.await(() -> held.get() != null);

    // When
    collect();
    boolean kept = connections.get() != null;
    TestingAgent.echo(held.get(), held.get().request().response());

    // Then
    assertThat(kept).isTrue();
    assertThat(Outcomes.get(answer).sender()).isEqualTo(TestingAgent.URN);
    Outcomes.await(() -> isGone(connections));
  }

  @Test
  void aStreamHoldsThemUntilItIsRead() {
    // Given
    AtomicReference<TestingAgent.Seen> held = new AtomicReference<>();
    agent.will(
        (request, response) -> {
          response.putHeader("Content-Type", "text/event-stream").setChunked(true);
          response.write(event(request, false));
          held.set(request);
        });
    Chunks chunks = Chunks.all(Calls.on(vertx, () -> forgettable().stream(message())));
    Outcomes.await(() -> chunks.taken().size() == 1);

    // When
    collect();
    boolean kept = connections.get() != null;
    held.get().request().response().end(event(held.get(), true));

    // Then
    assertThat(kept).isTrue();
    assertThat(Outcomes.get(chunks.end())).hasSize(2);
  }

  private static String event(TestingAgent.Seen request, boolean last) {
    TaskStream chunk = new TaskStream("x", null, last, TaskStatus.WORKING);
    Envelope envelope = request.envelope().reply(TestingAgent.URN, chunk);
    return "data: " + Codec.ENVELOPE.write(envelope) + "\n\n";
  }
}
