package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * What all streams of the client have in common: demand, handlers, one end. A reader who has never
 * asked for anything is told of the end when it first asks. All on one context; whoever asks from
 * elsewhere is brought there.
 */
abstract class BaseStream implements EnvelopeStream {
  private final Context context;
  private long demand;
  private boolean asked;
  private boolean done;
  private boolean told;
  private @Nullable Throwable failure;
  private @Nullable Handler<Envelope> onEnvelope;
  private @Nullable Handler<Void> onEnd;
  private @Nullable Handler<Throwable> onFailure;

  BaseStream(Vertx vertx) {
    this.context = vertx.getOrCreateContext();
  }

  /** The reader wants more; {@link #wants()} says whether it still does. */
  abstract void demanded(long amount);

  /** The reader wants nothing for now. */
  abstract void paused();

  /** The reader has left. */
  abstract void released();

  final boolean wants() {
    return demand > 0 && !done;
  }

  final long demand() {
    return demand;
  }

  final boolean isDone() {
    return done;
  }

  final void give(Envelope envelope) {
    demand = demand == Long.MAX_VALUE ? demand : demand - 1;
    if (onEnvelope != null) {
      onEnvelope.handle(envelope);
    }
  }

  /** Nothing more will come. */
  final void end() {
    finish(null);
  }

  /** Nothing more will come, since something went wrong. */
  final void fail(Throwable cause) {
    finish(cause);
  }

  private void finish(@Nullable Throwable cause) {
    if (!done) {
      done = true;
      failure = cause;
      tell();
    }
  }

  private void tell() {
    if (!asked || told) {
      return;
    }
    told = true;
    if (failure == null) {
      if (onEnd != null) {
        onEnd.handle(null);
      }
    } else if (onFailure != null) {
      onFailure.handle(failure);
    }
  }

  final void here(Runnable step) {
    if (Vertx.currentContext() == context) {
      step.run();
    } else {
      context.runOnContext(turn -> step.run());
    }
  }

  @Override
  public EnvelopeStream handler(@Nullable Handler<Envelope> handler) {
    onEnvelope = handler;
    return this;
  }

  @Override
  public EnvelopeStream endHandler(@Nullable Handler<Void> handler) {
    onEnd = handler;
    return this;
  }

  @Override
  public EnvelopeStream exceptionHandler(@Nullable Handler<Throwable> handler) {
    onFailure = handler;
    return this;
  }

  @Override
  public EnvelopeStream fetch(long amount) {
    here(
        () -> {
          asked = true;
          demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
          if (done) {
            tell();
          } else {
            demanded(amount);
          }
        });
    return this;
  }

  @Override
  public EnvelopeStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public EnvelopeStream pause() {
    here(
        () -> {
          demand = 0;
          paused();
        });
    return this;
  }

  @Override
  public void close() {
    here(
        () -> {
          if (!done) {
            done = true;
            told = true;
            released();
          }
        });
  }
}
