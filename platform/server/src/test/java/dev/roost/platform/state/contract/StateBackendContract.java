package dev.roost.platform.state.contract;

import dev.roost.spi.StateBackend;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The whole contract of a {@link StateBackend}. Extend it, say how your database is opened, and run
 * it: what is red is what it does not keep.
 */
public abstract class StateBackendContract
    implements TaskContract,
        DurableContract,
        EventContract,
        IdempotencyContract,
        SnapshotContract,
        OutboxContract,
        EndpointContract,
        LedgerContract,
        TransferContract,
        CallerContract {
  private final TestingClock clock = new TestingClock();
  private StateBackend backend;

  /** Made for each test. */
  protected StateBackendContract() {}

  /**
   * Opens the database of this test: empty at first, and what is in it, if it is durable, when it
   * is opened again.
   *
   * @param idempotency how long settled keys are remembered
   * @param longestCall for how long keys that were never settled are taken
   * @param clock what time it is
   */
  protected abstract StateBackend open(Duration idempotency, Duration longestCall, Clock clock)
      throws Exception;

  @BeforeEach
  final void openFirst() throws Exception {
    backend = open(REMEMBERED, LONGEST_CALL, clock);
  }

  @AfterEach
  final void closeLast() throws Exception {
    Backed.await(backend.close());
  }

  @Override
  public final StateBackend backend() {
    return backend;
  }

  @Override
  public final TestingClock clock() {
    return clock;
  }

  @Override
  public final StateBackend reopened() throws Exception {
    Backed.await(backend.close());
    backend = open(REMEMBERED, LONGEST_CALL, clock);
    return backend;
  }
}
