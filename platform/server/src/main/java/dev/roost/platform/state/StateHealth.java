package dev.roost.platform.state;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.StateBackend;
import dev.roost.spi.StateException;
import dev.roost.spi.StateException.Reason;
import io.vertx.core.Future;

/** Whether the database takes writes, as far as this node knows. Any thread may ask. */
public final class StateHealth {
  private final StateBackend backend;
  private volatile boolean writable = true;

  /** Of the node's database, which was opened and so takes writes. */
  public StateHealth(StateBackend backend) {
    this.backend = requireNonNull(backend, "backend");
  }

  /** Whether the last write worked, or would have. */
  public boolean isWritable() {
    return writable;
  }

  /** Takes note of how a write failed. */
  public void failed(Throwable failure) {
    if (failure instanceof StateException state
        && (state.reason() == Reason.READ_ONLY || state.reason() == Reason.UNREACHABLE)) {
      writable = false;
    }
  }

  /** Asks the database; completes when it has answered, whatever it says. */
  public Future<Void> look() {
    return backend
        .check()
        .onSuccess(good -> writable = true)
        .onFailure(this::failed)
        .otherwiseEmpty();
  }
}
