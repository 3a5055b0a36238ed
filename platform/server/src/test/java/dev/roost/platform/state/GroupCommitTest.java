package dev.roost.platform.state;

import static dev.roost.platform.state.contract.Backed.assertFails;
import static dev.roost.platform.state.contract.Backed.await;
import static dev.roost.platform.state.contract.Backed.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.spi.StateException;
import dev.roost.spi.StateException.Reason;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final int ROOM = 2_000;

  private final TestingSession session = new TestingSession();
  private final GroupCommit writer = writer(GroupCommit.MAX_CHANGES);

  @AfterEach
  void close() throws Exception {
    session.letCommit();
    await(writer.close(() -> {}));
  }

  private GroupCommit writer(int maxChanges) {
    return new GroupCommit("testing", session, TestingSession::new, ROOM, maxChanges);
  }

  private Future<Integer> put(int number) {
    return put(writer, number);
  }

  private static Future<Integer> put(GroupCommit writer, int number) {
    return writer.write(
        rows -> {
          rows.put(Table.TASKS, "key" + number, "value");
          return number;
        });
  }

  /** Begins a commit that does not end before it is let. */
  private Future<Integer> hold() throws Exception {
    session.holdCommit();
    Future<Integer> held = put(0);
    session.awaitCommit();
    return held;
  }

  @Test
  void whatWaitsTogetherIsCommittedTogether() throws Exception {
    // Given
    Future<Integer> held = hold();
    List<Future<Integer>> waiting = IntStream.rangeClosed(1, 1_500).mapToObj(this::put).toList();

    // When
    session.letCommit();
    await(Future.all(new ArrayList<>(waiting)));

    // Then
    assertThat(await(held)).isZero();
    assertThat(session.largest()).isBetween(2, 1_000);
    assertThat(session.commits()).isLessThan(1_000);
    assertThat(session.rows()).hasSize(1_501);
  }

  @Test
  void aCommitThatIsFullTakesNoOther() throws Exception {
    // Given
    GroupCommit oneByOne = writer(1);
    session.holdCommit();
    Future<Integer> held = put(oneByOne, 0);
    session.awaitCommit();
    List<Future<Integer>> waiting =
        IntStream.rangeClosed(1, 100).mapToObj(number -> put(oneByOne, number)).toList();

    // When
    session.letCommit();
    await(Future.all(new ArrayList<>(waiting)));

    // Then
    assertThat(await(held)).isZero();
    assertThat(session.largest()).isEqualTo(1);
    assertThat(session.commits()).isEqualTo(101);
    await(oneByOne.close(() -> {}));
  }

  @Test
  void whoFindsTooManyWaitingIsRefused() throws Exception {
    // Given
    hold();
    List<Future<Integer>> waiting = IntStream.rangeClosed(1, ROOM).mapToObj(this::put).toList();

    // When
    Throwable refusal = failure(put(ROOM + 1));

    // Then
    assertThat(refusal).isInstanceOf(StateException.class).hasMessageContaining("2000");
    assertThat(((StateException) refusal).reason()).isEqualTo(Reason.OVERLOADED);
    assertThat(((StateException) refusal).recoverable()).isTrue();
    session.letCommit();
    await(Future.all(new ArrayList<>(waiting)));
  }

  @Test
  void aTransactionThatThrowsTakesNobodyWithIt() throws Exception {
    // Given
    Future<Integer> held = hold();
    Future<Integer> before = put(1);
    Future<Integer> thrown =
        writer.write(
            rows -> {
              rows.put(Table.TASKS, "key2", "value");
              throw StateException.leaseLost("x", 1);
            });
    Future<Integer> after = put(3);

    // When
    session.letCommit();

    // Then
    assertFails(thrown, Reason.LEASE_LOST);
    assertThat(List.of(await(held), await(before), await(after))).containsExactly(0, 1, 3);
    assertThat(session.rows()).containsOnlyKeys("key0", "key1", "key3");
  }

  @Test
  void whatOthersChangedMeanwhileIsDoneAgain() throws Exception {
    // Given
    session.conflicts(3);

    // When
    int answer = await(put(1));

    // Then
    assertThat(answer).isEqualTo(1);
    assertThat(session.commits()).isEqualTo(1);
    assertThat(session.rows()).containsOnlyKeys("key1");
  }

  @Test
  void whenTheDatabaseFailsAllWhoWaitFail() throws Exception {
    // Given
    Future<Integer> held = hold();
    Future<Integer> waiting = put(1);
    session.breakDown();

    // When
    session.letCommit();

    // Then
    assertFails(held, Reason.READ_ONLY);
    assertFails(waiting, Reason.READ_ONLY);
    assertFails(put(2), Reason.READ_ONLY);
    assertThat(session.isClosed()).isTrue();
    assertThat(session.rows()).isEmpty();
  }
}
