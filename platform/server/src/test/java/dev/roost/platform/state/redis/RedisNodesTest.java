package dev.roost.platform.state.redis;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.atOnce;
import static dev.roost.platform.state.contract.Backed.await;
import static dev.roost.platform.state.contract.Backed.awaitWrites;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roost.platform.state.StateOpenException;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.Samples;
import dev.roost.protocol.StateSnapshot;
import dev.roost.spi.AuditEntry;
import dev.roost.spi.IdempotencyStore.Claim;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.Secret;
import dev.roost.spi.StateException.Reason;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes at one Redis, and one that goes away. */
class RedisNodesTest {
  private static final StateSettings SETTINGS =
      StateSettings.of(Duration.ofHours(1), Duration.ofHours(1));

  @TempDir private Path folder;
  private TestingRedis redis;
  private Vertx vertx;
  private RedisSettings settings;
  private List<RedisBackend> nodes;

  @BeforeEach
  void start() throws Exception {
    redis = TestingRedis.start(folder, true);
    vertx = Vertx.vertx();
    settings = redis.settings();
    nodes = List.of(node(), node(), node());
  }

  private RedisBackend node() {
    return RedisBackend.open(vertx, settings, SETTINGS);
  }

  @AfterEach
  void stop() throws Exception {
    for (RedisBackend node : nodes) {
      await(node.close());
    }
    await(vertx.close());
    redis.close();
  }

  private RedisBackend node(int number) {
    return nodes.get(number % nodes.size());
  }

  @Test
  void ofClaimsOnAllNodesOneIsFirst() throws Exception {
    // Given
    int keys = 10;

    // When
    List<Claim> claims =
        atOnce(
            300,
            i -> node(i / keys).idempotency().claim(new Key("c", "k" + i % keys), "h", "t" + i));

    // Then
    assertThat(claims).hasSize(300);
    assertThat(claims.stream().filter(Claim::first)).hasSize(keys);
    assertThat(claims.stream().map(Claim::taskId).distinct()).hasSize(keys);
  }

  @Test
  void versionsAndLinesOfAllNodesAreOneRow() throws Exception {
    // Given
    int each = 120;

    // When
    List<StateSnapshot> saved =
        atOnce(each, i -> node(i).snapshots().save("task_1", Samples.state(i), true));
    List<AuditEntry> lines =
        atOnce(each, i -> node(i).audit().append("op", "urn:a", new JsonObject().put("i", i)));

    // Then
    assertThat(saved)
        .extracting(StateSnapshot::version)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, each).boxed().toList());
    assertThat(lines).hasSize(each);
    assertThat(await(node(0).audit().verify())).isEmpty();
    assertThat(await(node(1).audit().read(0, 999))).hasSize(each);
  }

  @Test
  void nodesTakeDifferentDeliveries() throws Exception {
    // Given
    for (int i = 0; i < 60; i++) {
      await(node(i).outbox().add(List.of(Samples.delivery("msg_" + i, "a"))));
    }

    // When
    List<List<OutboxEntry>> taken =
        atOnce(60, i -> node(i).outbox().take(Duration.ofHours(1), Set.of(), 2));

    // Then
    assertThat(taken.stream().flatMap(List::stream).map(OutboxEntry::id))
        .hasSize(60)
        .doesNotHaveDuplicates();
    assertThat(await(node(2).outbox().counts()).accepted()).isEqualTo(60);
  }

  @Test
  void whileItIsAwayCallsFailAndAfterwardsTheyWorkAgain() throws Exception {
    // Given
    await(node(0).tasks().save(Samples.running("task_1")));
    redis.stop();
    assertFails(node(0).tasks().save(Samples.running("task_2")), Reason.UNREACHABLE);
    assertFails(node(0).tasks().find("task_1"), Reason.UNREACHABLE);

    // When
    redis.restart();
    awaitWrites(node(0), Reason.UNREACHABLE, Reason.READ_ONLY);

    // Then
    assertThat(node(0).durable()).isTrue();
    assertThat(await(node(0).tasks().find("task_1"))).contains(Samples.running("task_1"));
    await(node(0).tasks().save(Samples.running("task_3")));
    assertThat(await(node(0).tasks().find("task_3"))).isPresent();
  }

  @Test
  void itIsDurableOnlyIfItWaitsForItsDisk() throws Exception {
    // Given
    Redis client = Redis.createClient(vertx, redis.uri());
    boolean always = node(0).durable();

    // When
    await(client.send(Request.cmd(Command.CONFIG).arg("SET").arg("appendfsync").arg("everysec")));
    RedisBackend later = node();

    // Then
    assertThat(always).isTrue();
    assertThat(later.durable()).isFalse();
    await(later.close());
    client.close();
  }

  @Test
  void keysAreNamedAsDocumented() throws Exception {
    // Given
    Redis client = Redis.createClient(vertx, redis.uri());

    // When
    await(node(0).tasks().save(Samples.running("task_1")));

    // Then
    String prefix = settings.prefix();
    assertThat(await(client.send(Request.cmd(Command.HKEYS).arg(prefix + "tasks"))).toString())
        .contains("task_1");
    assertThat(
            await(
                    client.send(
                        Request.cmd(Command.ZRANGE).arg(prefix + "tasks:keys").arg(0).arg(-1)))
                .toString())
        .contains("task_1");
    client.close();
  }

  @Test
  void aServerThatIsNotThereIsTold() {
    // Given
    RedisSettings nowhere =
        new RedisSettings(
            Secret.of("redis://user:hidden@127.0.0.1:1"), "x:", 1, Duration.ofSeconds(20));

    // When
    Throwable refusal = catchThrowable(() -> RedisBackend.open(vertx, nowhere, SETTINGS));

    // Then
    assertThat(refusal)
        .isInstanceOf(StateOpenException.class)
        .hasMessageContaining("redis://127.0.0.1:1")
        .hasMessageContaining("state.redis.uri")
        .hasMessageContaining("start it there");
    assertThat(refusal.getMessage()).doesNotContain("hidden");
  }

  @Test
  void anAddressThatIsNoneIsTold() {
    // Given
    RedisSettings wrong =
        new RedisSettings(Secret.of("http://:hidden@x"), "x:", 1, Duration.ofSeconds(20));

    // When
    Throwable refusal = catchThrowable(() -> RedisBackend.open(vertx, wrong, SETTINGS));

    // Then
    assertThat(refusal)
        .isInstanceOf(StateOpenException.class)
        .hasMessageContaining("redis://host:6379");
    assertThat(refusal.getMessage()).doesNotContain("hidden");
  }
}
