package dev.roost.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.config.ConfigLoader;
import dev.roost.launcher.config.PlatformConfig;
import dev.roost.outbound.UrlRefusedException;
import dev.roost.platform.state.MemoryBackend;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a running node lets requests out to. */
class NodeWayOutTest {
  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path home;
  private int peer;

  @BeforeEach
  void startPeer() throws Exception {
    peer =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end("peer"))
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private Rooms start(String... sets) throws Exception {
    Files.createDirectories(home.resolve("plugins"));
    PlatformConfig config = new ConfigLoader(home, Map.of()).load(Optional.empty(), List.of(sets));
    Rooms rooms = new Rooms(Node.alone(vertx), config, new MemoryBackend(Duration.ofHours(1)));
    new Startup(vertx, config, rooms).run().await(30, TimeUnit.SECONDS);
    return rooms;
  }

  /** The status that the way out finds at a port of this machine, or why there is none. */
  private Object found(Rooms rooms, int port) throws Exception {
    return rooms
        .wayOut()
        .connections()
        .request(HttpMethod.GET, "http://127.0.0.1:" + port + "/health")
        .compose(request -> request.send())
        .<Object>map(response -> response.statusCode())
        .recover(failure -> Future.succeededFuture(failure.getClass()))
        .await(20, TimeUnit.SECONDS);
  }

  @Test
  void itsOwnDoorsAreNoWayOutThoughTheirAddressIsAllowed() throws Exception {
    // Given
    Rooms rooms =
        start(
            "http.port=0",
            "management.port=0",
            "outbound.allowHttp=true",
            "outbound.allowAddresses=[\"127.0.0.1\"]");

    // When
    Object there = found(rooms, peer);
    Object main = found(rooms, rooms.httpPort());
    Object management = found(rooms, rooms.managementPort());

    // Then
    assertThat(there).isEqualTo(200);
    assertThat(main).isEqualTo(UrlRefusedException.class);
    assertThat(management).isEqualTo(UrlRefusedException.class);
  }

  @Test
  void nothingButTlsToPublicAddressesIsAllowedWhereNothingIsSaid() throws Exception {
    // Given
    Rooms rooms = start("http.port=0", "management.port=0");

    // When
    Object there = found(rooms, peer);

    // Then
    assertThat(there).isEqualTo(UrlRefusedException.class);
  }
}
