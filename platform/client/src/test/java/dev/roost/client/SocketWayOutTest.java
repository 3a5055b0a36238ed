package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.outbound.AddressRange;
import dev.roost.outbound.IpAddress;
import dev.roost.outbound.NameResolver;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.outbound.TestingCertificates;
import dev.roost.protocol.Envelope;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By which way WebSockets leave, and to whom their answers come. */
class SocketWayOutTest extends SocketFixture {
  @TempDir private Path folder;

  private AsapClient guarded(String address) {
    OutboundConfig allowed = new OutboundConfig(true, List.of(AddressRange.parse("127.0.0.1")));
    NameResolver names =
        name -> Future.succeededFuture(List.of(IpAddress.parse(address).orElseThrow()));
    OutboundGuard guard = new OutboundGuard(vertx, allowed, names, OwnListeners.none());
    return client("http://peer.example:" + peer.port(), builder -> builder.guard(guard));
  }

  @Test
  void anAddressThatMayBeReachedIsReachedUnderItsName() {
    // When
    Outcomes.get(guarded("127.0.0.1").send(TestingAgent.request()));

    // Then
    assertThat(peer.requests().get(0).getHeader("Host")).isEqualTo("peer.example:" + peer.port());
    assertThat(peer.sockets()).hasSize(1);
  }

  @Test
  void anInnerAddressIsNotReached() {
    // When
    UnusableUrlException failure =
        Outcomes.failure(
            UnusableUrlException.class, guarded("127.0.0.7").send(TestingAgent.request()));

    // Then
    assertThat(failure.fate()).isEqualTo(Fate.ANSWERED);
    assertThat(peer.connections()).isZero();
  }

  @Test
  void itGoesOverTls() {
    // Given
    PfxOptions keys =
        new PfxOptions()
            .setPath(TestingCertificates.store(folder, "ip:127.0.0.1").toString())
            .setPassword(TestingCertificates.PASSWORD);
    TestingSockets secure =
        TestingSockets.start(
            vertx,
            new HttpServerOptions().setSsl(true).setUseAlpn(true).setKeyCertOptions(keys),
            "127.0.0.1");
    AsapClient trusting = client(secure.url(), builder -> builder.trust(keys));
    AsapClient careful = client(secure.url(), builder -> builder.settings(within(SHORT, LONG)));

    // When
    Envelope answer = Outcomes.get(trusting.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    assertThat(secure.sockets()).hasSize(1);
    assertThat(Outcomes.failure(careful.send(TestingAgent.request())))
        .isInstanceOf(AsapClientException.class);
    assertThat(secure.sockets()).hasSize(1);
  }

  @Test
  void answersComeWhereTheyWereAskedFor() {
    for (ThreadingModel model : List.of(ThreadingModel.EVENT_LOOP, ThreadingModel.WORKER)) {
      // Given
      Promise<Boolean> there = Promise.promise();

      // When
      vertx
          .deployVerticle(
              () ->
                  new VerticleBase() {
                    @Override
                    public Future<?> start() {
                      Context mine = Vertx.currentContext();
                      return client
                          .send(TestingAgent.request())
                          .onComplete(done -> there.complete(Vertx.currentContext() == mine));
                    }
                  },
              new DeploymentOptions().setThreadingModel(model))
          .onFailure(there::tryFail);

      // Then
      assertThat(Outcomes.get(there.future())).isTrue();
    }
    assertThat(peer.sockets()).hasSize(1);
  }
}
