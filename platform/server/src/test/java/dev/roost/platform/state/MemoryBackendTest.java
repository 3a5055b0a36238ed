package dev.roost.platform.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.StateSnapshot;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.spi.IdempotencyStore;
import dev.roost.spi.IdempotencyStore.Claim;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskRecord;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryBackendTest {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");
  private static final Duration DAY = Duration.ofDays(1);

  private final AtomicLong nanos = new AtomicLong();

  private static Outcome answer(String text) {
    Envelope request =
        Envelope.of(AGENT, AGENT, new TaskRequest("c", null, "s", new JsonObject(), null));
    Payload payload = TaskResponse.completed("task", new JsonObject().put("text", text));
    return new Outcome.Answered(request.reply(AGENT, payload));
  }

  private static TaskRecord record(String id, String owner, String requestId, String text) {
    Task task =
        new Task(id, "c", null, TaskStatus.COMPLETED, 0, null, Instant.now(), Instant.now());
    return new TaskRecord(task, AGENT, AGENT, owner, requestId, 3, Optional.of(answer(text)));
  }

  private MemoryIdempotency keys(int maxKeys, long maxBytes) {
    return new MemoryIdempotency(maxKeys, maxBytes, DAY, nanos::get);
  }

  private static Key key(int number) {
    return new Key("caller", "key" + number);
  }

  @Test
  void aKeyIsTakenOnceAndRemembersHowItsCallEnded() {
    // Given
    IdempotencyStore keys = keys(10, 1 << 20);
    Outcome outcome = answer("done");

    // When
    Claim first = keys.claim(key(1), "hash", "task_1").result();
    Claim second = keys.claim(key(1), "hash", "task_2").result();
    keys.settle(key(1), outcome);
    Claim third = keys.claim(key(1), "other", "task_3").result();

    // Then
    assertThat(first).isEqualTo(new Claim(true, "hash", "task_1", Optional.empty()));
    assertThat(second).isEqualTo(new Claim(false, "hash", "task_1", Optional.empty()));
    assertThat(third).isEqualTo(new Claim(false, "hash", "task_1", Optional.of(outcome)));
  }

  @Test
  void aKeyThatIsGivenBackCanBeTakenAgain() {
    // Given
    IdempotencyStore keys = keys(10, 1 << 20);
    keys.claim(key(1), "hash", "task_1");

    // When
    keys.release(key(1));

    // Then
    assertThat(keys.claim(key(1), "hash", "task_2").result().first()).isTrue();
  }

  @Test
  void aKeyIsForgottenInTime() {
    // Given
    IdempotencyStore keys = keys(10, 1 << 20);
    keys.claim(key(1), "hash", "task_1");
    keys.settle(key(1), answer("done"));

    // When
    nanos.addAndGet(DAY.toNanos() + 1);

    // Then
    assertThat(keys.claim(key(1), "hash", "task_2").result().first()).isTrue();
  }

  @Test
  void theOldestThatEndedGoesFirstAndWhatRunsStays() {
    // Given
    MemoryIdempotency keys = keys(3, 1 << 20);
    keys.claim(key(0), "hash", "running");
    for (int i = 1; i <= 5; i++) {
      keys.claim(key(i), "hash", "task_" + i);
      keys.settle(key(i), answer("done"));
    }

    // When
    List<Boolean> first =
        IntStream.rangeClosed(0, 5)
            .mapToObj(i -> keys.claim(key(i), "hash", "new").result().first())
            .toList();

    // Then
    assertThat(first).containsExactly(false, true, true, false, false, false);
    assertThat(keys.evictions()).isEqualTo(2);
  }

  @Test
  void theBytesOfAnswersAreBounded() {
    // Given
    MemoryIdempotency keys = keys(1_000, 100_000);

    // When
    for (int i = 0; i < 50; i++) {
      keys.claim(key(i), "hash", "task");
      keys.settle(key(i), answer("x".repeat(10_000)));
    }

    // Then
    assertThat(keys.size()).isBetween(5, 10);
    assertThat(keys.evictions()).isEqualTo(50 - keys.size());
  }

  @Test
  void noMoreKeysRunThanMay() {
    // Given
    IdempotencyStore keys = keys(2, 1 << 20);
    keys.claim(key(1), "hash", "task");
    keys.claim(key(2), "hash", "task");

    // When
    Throwable failure = keys.claim(key(3), "hash", "task").cause();

    // Then
    assertThat(failure).hasMessageContaining("Too many requests");
  }

  @Test
  void ofManyClaimsAtOnceOneIsFirst() throws Exception {
    // Given
    IdempotencyStore keys = keys(1_000, 1 << 20);
    ExecutorService threads = Executors.newFixedThreadPool(8);

    // When
    List<Future<Boolean>> claims = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      int number = i % 100;
      claims.add(threads.submit(() -> keys.claim(key(number), "h", "t").result().first()));
    }
    int first = 0;
    for (Future<Boolean> claim : claims) {
      first += claim.get() ? 1 : 0;
    }
    threads.shutdown();

    // Then
    assertThat(first).isEqualTo(100);
  }

  @Test
  void recordsAreFoundByTaskAndByRequest() {
    // Given
    MemoryTasks tasks = new MemoryTasks(10, 1 << 20);
    TaskRecord record = record("task_1", "me", "env-1", "done");

    // When
    tasks.save(record);

    // Then
    assertThat(tasks.find("task_1").result()).contains(record);
    assertThat(tasks.findByRequest("me", "env-1").result()).contains(record);
    assertThat(tasks.findByRequest("you", "env-1").result()).isEmpty();
    assertThat(tasks.find("task_2").result()).isEmpty();
  }

  @Test
  void whatEndedFirstIsForgottenFirst() {
    // Given
    MemoryTasks tasks = new MemoryTasks(2, 1 << 20);

    // When
    for (int i = 1; i <= 3; i++) {
      tasks.save(record("task_" + i, "me", "env-" + i, "done"));
    }

    // Then
    assertThat(tasks.find("task_1").result()).isEmpty();
    assertThat(tasks.findByRequest("me", "env-1").result()).isEmpty();
    assertThat(tasks.find("task_3").result()).isPresent();
  }

  @Test
  void aLogIsReadFromAnywhere() {
    // Given
    MemoryEvents events = new MemoryEvents(10, 1 << 20);
    List<TaskEvent> log =
        IntStream.rangeClosed(1, 5)
            .mapToObj(i -> new TaskEvent(i, Instant.now(), new TaskStream("x", null, false, null)))
            .toList();

    // When
    events.append("task_1", log.subList(0, 2));
    events.append("task_1", log.subList(2, 5));

    // Then
    assertThat(events.read("task_1", 0, 100).result()).isEqualTo(log);
    assertThat(events.read("task_1", 3, 1).result()).isEqualTo(log.subList(3, 4));
    assertThat(events.read("task_2", 0, 100).result()).isEmpty();
  }

  @Test
  void aStateHasItsLastFewVersions() {
    // Given
    MemorySnapshots snapshots = new MemorySnapshots(10, 1 << 20);

    // When
    for (int i = 1; i <= 12; i++) {
      snapshots.save("task_1", new JsonObject().put("step", i), false);
    }

    // Then
    StateSnapshot latest = snapshots.latest("task_1").result().orElseThrow();
    assertThat(latest.version()).isEqualTo(12);
    assertThat(snapshots.find("task_1", latest.id()).result()).contains(latest);
    assertThat(snapshots.find("task_1", 3).result()).isPresent();
    assertThat(snapshots.find("task_1", 2).result()).isEmpty();
    assertThat(snapshots.latest("task_2").result()).isEmpty();
  }

  @Test
  void errorsAreWeighedToo() {
    // Given
    RpcError error =
        new RpcError(-1, "m", new JsonObject().put("list", List.of("x".repeat(1_000), 1)));

    // When
    long weight = Weights.of(new Outcome.Refused(error));

    // Then
    assertThat(weight).isBetween(1_000L, 3_000L);
  }
}
