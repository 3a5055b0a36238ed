package dev.roost.platform.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.agent.TaskHandle;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a task reaches the outbox, in order, whatever the database does meanwhile. */
class TaskDeliveriesTest {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");

  private final SlowOutbox outbox = new SlowOutbox();
  private final NotingWatch watch = new NotingWatch();
  private final LiveTasks tasks = TestTasks.table(10);
  private LiveTask task;

  @BeforeEach
  void accept() {
    TaskRequest asked = new TaskRequest("c", null, "run", new JsonObject(), null);
    task = tasks.accept(Envelope.of(AGENT, AGENT, asked), AGENT, "me", Long.MAX_VALUE);
    task.watch(watch, outbox);
    task.begun(new DeafHandle());
  }

  private void progress(int percent) {
    JsonObject progress = new JsonObject().put("percent", percent);
    task.tell(new TaskUpdate(task.id(), UpdateType.PROGRESS, TaskStatus.WORKING, progress, null));
  }

  private Outcome answer() {
    return new Outcome.Answered(
        task.request().reply(AGENT, TaskResponse.completed(task.id(), new JsonObject())));
  }

  @Test
  void oneWriteIsUnderWayAtATimeAndTakesAllThatWaits() {
    // Given
    progress(1);
    progress(2);

    // When
    outbox.answerFirst(null);

    // Then
    assertThat(outbox.asked).containsExactly(List.of("2"), List.of("3", "4"));
    assertThat(watch.kept).isEqualTo(1);
  }

  @Test
  void whatWasNotKeptIsTriedAgainWithTheNextEvent() {
    // Given
    outbox.answerFirst(new IllegalStateException("not now"));

    // When
    progress(1);

    // Then
    assertThat(outbox.asked).containsExactly(List.of("2"), List.of("2", "3"));
    assertThat(watch.kept).isZero();
  }

  @Test
  void theEndBringsAllThatIsNotSurelyThere() {
    // Given
    progress(1);
    task.conclude(answer());

    // When
    List<OutboxEntry> first = task.conclusion().outbox();
    List<OutboxEntry> again = task.conclusion().outbox();

    // Then
    assertThat(first).extracting(OutboxEntry::id).containsExactly("2", "3", "4");
    assertThat(again).isEqualTo(first);
    assertThat(watch.asked).containsExactly(2L, 3L, 4L);
  }

  @Test
  void anEndThatCannotBeKeptIsForgottenForAnother() {
    // Given
    task.conclude(answer());
    task.conclusion();

    // When
    task.concludeInstead(new Outcome.Refused(RpcError.internalError()));

    // Then
    assertThat(task.conclusion().outbox())
        .extracting(entry -> entry.payload().getString("payload"))
        .last()
        .asString()
        .contains("FAILED");
  }

  @Test
  void whatWasKeptWithTheEndIsNotWrittenOnceMore() {
    // Given
    progress(1);
    task.conclude(answer());
    task.conclusion();

    // When
    task.deliveries().endKept();
    task.reveal();
    task.tellEnd();
    outbox.answerFirst(null);

    // Then
    assertThat(outbox.asked).containsExactly(List.of("2"));
    assertThat(watch.kept).isEqualTo(2);
  }

  @Test
  void theEndOfATaskThatDiesWithItsProcessIsWrittenBesideIt() {
    // Given
    outbox.answerFirst(null);

    // When
    tasks.end(task, answer());

    // Then
    assertThat(outbox.asked).containsExactly(List.of("2"), List.of("3"));
  }

  @Test
  void reportsOfProgressDoNotPileUpWhileNothingCanBeWritten() {
    // Given
    int many = 2 * TaskDeliveries.MAX_WAITING;
    for (int i = 0; i < many; i++) {
      progress(1);
    }
    task.tell(
        new TaskUpdate(
            task.id(), UpdateType.INPUT_REQUIRED, TaskStatus.INPUT_REQUIRED, null, null));

    // When
    outbox.answerFirst(null);

    // Then
    assertThat(outbox.asked.get(1)).hasSize(TaskDeliveries.MAX_WAITING + 1);
    assertThat(outbox.asked.get(1)).endsWith(Integer.toString(many + 3));
  }

  private static final class DeafHandle implements TaskHandle {
    @Override
    public void cancel() {}

    @Override
    public void deliver(Envelope input) {}
  }

  /** Tells every entry of a log, under its sequence. */
  private static final class NotingWatch implements TaskWatch {
    private final List<Long> asked = new ArrayList<>();
    private int kept;

    @Override
    public Optional<JsonObject> callback() {
      return Optional.empty();
    }

    @Override
    public List<OutboxEntry> deliveries(LiveTask of, TaskEvent event) {
      asked.add(event.sequence());
      JsonObject payload = new JsonObject().put("payload", event.payload().toString());
      return List.of(
          OutboxEntry.of(Long.toString(event.sequence()), "target", payload, Instant.EPOCH));
    }

    @Override
    public void kept() {
      kept++;
    }
  }

  /** Answers when it is told to. */
  private static final class SlowOutbox implements OutboxStore {
    private final List<List<String>> asked = new ArrayList<>();
    private final Queue<Promise<Void>> open = new ArrayDeque<>();

    void answerFirst(Throwable failure) {
      Promise<Void> first = open.remove();
      if (failure == null) {
        first.complete();
      } else {
        first.fail(failure);
      }
    }

    @Override
    public Future<Void> add(List<OutboxEntry> entries) {
      asked.add(entries.stream().map(OutboxEntry::id).toList());
      Promise<Void> promise = Promise.promise();
      open.add(promise);
      return promise.future();
    }

    @Override
    public Future<List<OutboxEntry>> take(Duration length, Set<String> except, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> delivered(OutboxEntry taken) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> filtered(OutboxEntry taken) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> retry(OutboxEntry taken, Instant next, String error) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> bury(OutboxEntry taken, String reason) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> giveBack(OutboxEntry taken, Instant next) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Counts> counts() {
      throw new UnsupportedOperationException();
    }
  }
}
