package dev.roost.client;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A testing agent, a client for it, and time that the test lets pass. */
abstract class Fixture {
  final Vertx vertx = Vertx.vertx();
  final SettableClock clock = new SettableClock();
  final TestingPauses pauses = new TestingPauses(clock);
  TestingAgent agent;
  AsapClient client;

  @BeforeEach
  void start() {
    agent = TestingAgent.start(vertx);
    client = client(builder -> builder);
  }

  @AfterEach
  void stop() {
    Outcomes.get(client.close());
    Outcomes.get(vertx.close());
  }

  /** A client that is otherwise. */
  AsapClient client(UnaryOperator<AsapClientBuilder> otherwise) {
    return client(agent.url(), otherwise);
  }

  AsapClient client(String url, UnaryOperator<AsapClientBuilder> otherwise) {
    return otherwise
        .apply(AsapClient.builder(url).vertx(vertx).clock(clock).pauses(pauses))
        .build();
  }

  /** Settings with another time for an attempt, and for the quiet of a stream. */
  static ClientSettings within(Duration time) {
    ClientSettings usual = ClientSettings.DEFAULTS;
    return new ClientSettings(
        time,
        time,
        usual.maxAnswerBytes(),
        usual.maxBatch(),
        usual.compression(),
        RetryPolicy.NEVER,
        usual.resume(),
        usual.circuit());
  }

  static ClientSettings with(RetryPolicy retry, CircuitPolicy circuit) {
    ClientSettings usual = ClientSettings.DEFAULTS;
    return new ClientSettings(
        usual.timeout(),
        usual.quiet(),
        usual.maxAnswerBytes(),
        usual.maxBatch(),
        usual.compression(),
        retry,
        usual.resume(),
        circuit);
  }

  static ClientSettings with(int maxAnswerBytes, boolean compression) {
    ClientSettings usual = ClientSettings.DEFAULTS;
    return new ClientSettings(
        usual.timeout(),
        usual.quiet(),
        maxAnswerBytes,
        2,
        compression,
        RetryPolicy.NEVER,
        usual.resume(),
        usual.circuit());
  }
}
