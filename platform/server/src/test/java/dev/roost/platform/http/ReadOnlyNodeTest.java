package dev.roost.platform.http;

import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.redis.RedisBackend;
import dev.roost.platform.state.redis.TestingRedis;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateException;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose database takes no writes. */
class ReadOnlyNodeTest {
  private static final StateSettings SETTINGS =
      StateSettings.of(Duration.ofHours(1), Duration.ofHours(1));
  private static final long FEW_PAGES = 300;
  private static final long ALL_PAGES = 1_000_000;

  private final AtomicLong maxPages = new AtomicLong(FEW_PAGES);
  private final BusyAgent agent = new BusyAgent();
  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path folder;
  private StateBackend state;
  private TestNode node;
  private Peer peer;

  @AfterEach
  void stop() throws Exception {
    agent.gate.open();
    node.close();
    await(state.close());
    await(vertx.close());
  }

  private void start(StateBackend backend) {
    state = backend;
    node = TestNode.with().state(backend).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    peer = Peer.of(node);
  }

  private void startOnSmallDisk() {
    start(
        SqliteBackend.open(
            new SqliteSettings(folder.resolve("roost.db"), 2, maxPages::get, 1_000), SETTINGS));
  }

  /** States of nobody's tasks, until there is no room for another. */
  private void fillDisk() throws Exception {
    JsonObject large = new JsonObject().put("text", "x".repeat(50_000));
    try {
      for (int i = 0; i < 1_000; i++) {
        await(state.snapshots().save("filler_" + i, large, true));
      }
    } catch (StateException e) {
      return;
    }
    throw new AssertionError("the disk is not full");
  }

  private JsonObject durable(String skill) {
    JsonObject envelope = peer.request(skill, new JsonObject());
    envelope.getJsonObject("payload").put("config", new JsonObject().put("persist_state", true));
    return envelope;
  }

  private boolean isReady() {
    return node.get("/ready").status() == 200;
  }

  private static void assertUnavailable(Wire.Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("1");
    assertThat(answer.json().getInteger("rpc_code")).isEqualTo(-32032);
    assertThat(answer.json().getBoolean("recoverable")).isTrue();
    assertThat(answer.json().getInteger("retry_after_ms")).isEqualTo(1_000);
    assertThat(answer.text()).doesNotContain("SQLITE");
  }

  @Test
  void durableRequestsAreRefusedAndDoNotRun() throws Exception {
    // Given
    startOnSmallDisk();
    fillDisk();

    // When
    Wire.Answer answer = peer.send(durable("count"));

    // Then
    assertUnavailable(answer);
    assertThat(agent.runs).hasValue(0);
    assertThat(node.liveTasks()).isZero();
    Wire.Answer ready = node.get("/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.json().getJsonObject("details").getJsonObject("verticles").getString("state"))
        .isEqualTo("unavailable");
  }

  @Test
  void everythingElseGoesOn() throws Exception {
    // Given
    startOnSmallDisk();
    String kept = Peer.payloadOf(peer.send(durable("measure"))).getString("task_id");
    fillDisk();
    peer.send(durable("count"));

    // When
    Wire.Answer answer = peer.send(peer.request("measure", new JsonObject()));

    // Then
    assertThat(Peer.payloadOf(answer).getString("status")).isEqualTo("completed");
    assertThat(peer.statusOf(kept)).isEqualTo("completed");
    assertThat(node.get("/health").status()).isEqualTo(200);
  }

  @Test
  void insideABatchItIsAnErrorOfItsOwn() throws Exception {
    // Given
    startOnSmallDisk();
    fillDisk();
    String batch =
        "["
            + Requests.around(durable("count")).encode()
            + ","
            + Requests.around(peer.request("measure", new JsonObject())).encode()
            + "]";

    // When
    Wire.Answer answer = node.post(batch);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.array().getJsonObject(0).getJsonObject("error").getInteger("code"))
        .isEqualTo(-32032);
    assertThat(answer.array().getJsonObject(1).containsKey("result")).isTrue();
  }

  @Test
  void whenThereIsRoomAgainItTakesDurableRequestsByItself() throws Exception {
    // Given
    startOnSmallDisk();
    fillDisk();
    JsonObject request = durable("measure");
    peer.send(request);

    // When
    maxPages.set(ALL_PAGES);
    TestPlatform.await(this::isReady);

    // Then
    assertThat(Peer.payloadOf(peer.send(request)).getString("status")).isEqualTo("completed");
  }

  @Test
  void anEndThatCannotBeKeptIsNotToldAndComesWhenItCan() throws Exception {
    // Given
    startOnSmallDisk();
    JsonObject request = durable("count");
    CompletableFuture<Wire.Answer> first = CompletableFuture.supplyAsync(() -> peer.send(request));
    TestPlatform.await(() -> agent.runs.get() == 1);
    String id = node.tasks().all().iterator().next().id();
    fillDisk();

    // When
    agent.gate.open();
    Wire.Answer refused = first.join();
    String meanwhile = peer.statusOf(id);
    maxPages.set(ALL_PAGES);

    // Then
    assertUnavailable(refused);
    assertThat(meanwhile).isEqualTo("working");
    peer.awaitStatus(id, "completed");
    assertThat(Peer.payloadOf(peer.send(request)).getJsonObject("result").getInteger("run"))
        .isEqualTo(1);
    assertThat(agent.runs).hasValue(1);
  }

  @Test
  void aRedisThatIsGoneAndComesBackIsNoticedByItself() throws Exception {
    // Given
    try (TestingRedis redis = TestingRedis.start(folder, true)) {
      start(RedisBackend.open(vertx, redis.settings(), SETTINGS));
      JsonObject kept = durable("measure");
      Wire.Answer before = peer.send(kept);
      redis.stop();
      TestPlatform.await(() -> !isReady());
      Wire.Answer away = peer.send(durable("count"));

      // When
      redis.restart();
      TestPlatform.await(this::isReady);

      // Then
      assertUnavailable(away);
      assertThat(agent.runs).hasValue(0);
      assertThat(peer.send(kept).json()).isEqualTo(before.json());
      assertThat(Peer.payloadOf(peer.send(durable("measure"))).getString("status"))
          .isEqualTo("completed");
    }
  }
}
