package dev.roost.platform.task;

import dev.roost.platform.cluster.NodeDesk;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a task on another node: a few at a time, and the next only when those are
 * taken. Used on its context.
 */
final class FarStream implements EnvelopeStream {
  private final Context context;
  private final NodeDesk desk;
  private final FarTasks.Found task;
  private final boolean chunks;
  private final JsonObject opening;
  private final String id = Ids.secret("stream_");
  private final Deque<Envelope> arrived = new ArrayDeque<>();
  private long sequence;
  private long demand;
  private boolean asking;
  private boolean opened;
  private boolean last;
  private boolean done;
  private boolean giving;
  private @Nullable Handler<Envelope> onEnvelope;
  private @Nullable Handler<Throwable> onFailure;
  private @Nullable Handler<Void> onEnd;

  FarStream(
      Context context,
      NodeDesk desk,
      FarTasks.Found task,
      long after,
      String owner,
      boolean chunks) {
    this.context = context;
    this.desk = desk;
    this.task = task;
    this.chunks = chunks;
    this.sequence = after;
    this.opening =
        new JsonObject()
            .put("id", task.id())
            .put("owner", owner)
            .put("after", after)
            .put("chunks", chunks)
            .put("by", desk.nodes().self());
  }

  private void step() {
    if (giving) {
      return;
    }
    giving = true;
    while (demand > 0 && !arrived.isEmpty() && !done) {
      give(arrived.poll());
    }
    giving = false;
    if (!done && arrived.isEmpty()) {
      if (last) {
        end();
      } else if (demand > 0 && !asking) {
        ask();
      }
    }
  }

  private void give(Envelope envelope) {
    demand = demand == Long.MAX_VALUE ? demand : demand - 1;
    JsonObject extensions = envelope.extensions();
    sequence = extensions == null ? sequence : extensions.getLong("sequence", sequence);
    if (onEnvelope != null) {
      onEnvelope.handle(envelope);
    }
  }

  private void ask() {
    asking = true;
    JsonObject body = opened ? new JsonObject() : opening.copy();
    String operation = opened ? FarDesk.READ : FarDesk.OPEN;
    opened = true;
    desk.ask(task.node(), operation, body.put("stream", id), FarDesk.READ_MILLIS * 2)
        .onComplete(
            done ->
                context.runOnContext(
                    turn -> {
                      asking = false;
                      if (done.succeeded()) {
                        take(done.result());
                      } else {
                        fail(done.cause());
                      }
                    }));
  }

  private void take(JsonObject answer) {
    JsonArray events = answer.getJsonArray("events");
    for (int i = 0; i < events.size(); i++) {
      arrived.add(Codec.ENVELOPE.read(Buffer.buffer(events.getString(i))));
    }
    last = answer.getBoolean("last");
    step();
  }

  /** The reader of a result is told by a last chunk; who follows a log comes back for the rest. */
  private void fail(Throwable failure) {
    if (done) {
      return;
    }
    if (chunks) {
      RpcError error =
          failure instanceof AsapException told ? told.error() : RpcError.internalError();
      give(EventViews.of(task.record()).failure(sequence, error));
    } else if (onFailure != null) {
      onFailure.handle(failure);
    }
    end();
  }

  private void end() {
    if (!done) {
      done = true;
      if (onEnd != null) {
        onEnd.handle(null);
      }
    }
  }

  @Override
  public void close() {
    if (!done && opened && !last) {
      desk.ask(task.node(), FarDesk.CLOSE, new JsonObject().put("stream", id), FarDesk.READ_MILLIS);
    }
    done = true;
    arrived.clear();
  }

  @Override
  public EnvelopeStream exceptionHandler(@Nullable Handler<Throwable> handler) {
    onFailure = handler;
    return this;
  }

  @Override
  public EnvelopeStream handler(@Nullable Handler<Envelope> handler) {
    onEnvelope = handler;
    return this;
  }

  @Override
  public EnvelopeStream pause() {
    demand = 0;
    return this;
  }

  @Override
  public EnvelopeStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public EnvelopeStream fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    context.runOnContext(turn -> step());
    return this;
  }

  @Override
  public EnvelopeStream endHandler(@Nullable Handler<Void> handler) {
    onEnd = handler;
    return this;
  }
}
