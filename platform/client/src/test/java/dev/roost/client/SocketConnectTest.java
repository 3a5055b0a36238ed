package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that are connected before anything is sent, and stay so. */
class SocketConnectTest extends SocketFixture {
  @BeforeEach
  void byHttpAtFirst() {
    client = client(builder -> builder.transport(HttpTransportProvider.NAME));
  }

  private AsapClient patient(int attempts) {
    RetryPolicy retry =
        new RetryPolicy(attempts, Duration.ofMillis(1), Duration.ofMillis(20), LONG, true);
    return client(builder -> builder.settings(Fixture.with(retry, CircuitPolicy.OFF)));
  }

  @Test
  void theConnectionIsThereBeforeTheFirstMessage() {
    // When
    AsapClient connected = Outcomes.get(client.connectWs());

    // Then
    assertThat(connected.baseUrl()).isEqualTo(client.baseUrl());
    TestingSocket socket = peer.socket(0);
    Outcomes.get(connected.send(TestingAgent.request()));
    assertThat(socket.requests()).hasSize(1);
    assertThat(peer.requests()).hasSize(1);
  }

  @Test
  void thereIsOneForAllWhoConnect() {
    // Given
    Future<AsapClient> first = client.connectWs();
    Future<AsapClient> second = client.connectWs();
    Outcomes.get(Future.all(first, second));

    // When
    AsapClient third = Outcomes.get(client.connectWs());

    // Then
    Outcomes.get(third.send(TestingAgent.request()));
    Outcomes.get(first.result().send(TestingAgent.request()));
    assertThat(peer.sockets()).hasSize(1);
    assertThat(peer.seen()).hasSize(2);
  }

  @Test
  void anotherOneIsOpenedWhenItBreaks() {
    // Given
    Outcomes.get(client.connectWs());

    // When
    peer.socket(0).cut();

    // Then
    peer.socket(1).cut();
    peer.socket(2).close(1001);
    assertThat(peer.socket(3).requests()).isEmpty();
  }

  @Test
  void whoIsRefusedHears() {
    // Given
    peer.first(request -> request.response().setStatusCode(403).end());

    // When
    HttpStatusException failure = Outcomes.failure(HttpStatusException.class, client.connectWs());

    // Then
    assertThat(failure.status()).isEqualTo(403);
    assertThat(Outcomes.get(client.connectWs())).as("who asks again may be let in").isNotNull();
  }

  @Test
  void itIsTriedAgainAsMessagesAre() {
    // Given
    TestingSockets.Door busy = request -> request.response().setStatusCode(503).end();
    peer.first(busy, busy);

    // When
    AsapClient connected = Outcomes.get(patient(3).connectWs());

    // Then
    assertThat(Outcomes.get(connected.send(TestingAgent.request())).sender())
        .isEqualTo(TestingAgent.URN);
    assertThat(peer.requests()).hasSize(3);
  }

  @Test
  void butNotForEver() {
    // Given
    TestingSockets.Door busy = request -> request.response().setStatusCode(503).end();
    peer.first(busy, busy, busy);

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, patient(2).connectWs());

    // Then
    assertThat(failure.status()).isEqualTo(503);
    assertThat(peer.requests()).hasSize(2);
  }

  @Test
  void whatIsSentMeanwhileGoesOverTheSameConnection() {
    // Given
    AsapClient client = client(builder -> builder);
    Future<AsapClient> connecting = client.connectWs();

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    Outcomes.get(connecting);
    assertThat(peer.sockets()).hasSize(1);
  }
}
