package dev.roost.platform.task;

import dev.roost.platform.cluster.NodeDesk;
import dev.roost.platform.cluster.Nodes;
import dev.roost.platform.state.TaskJson;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Shows tasks of this node to other nodes. Its readers there are bounded. */
public final class FarDesk {
  static final String OPEN = "open";
  static final String READ = "read";
  static final String CLOSE = "close";

  /** After how long a reader is told that there is nothing yet. */
  static final long READ_MILLIS = 10_000;

  /** How many readers of other nodes there may be. */
  static final int MAX_READERS = 10_000;

  private static final long SILENT_MILLIS = 120_000;
  private static final long SWEEP_MILLIS = 1_000;

  private final TaskViews views;
  private final TaskSettings settings;
  private final Predicate<LiveTask> isSettled;
  private final Map<String, FarReader> readers = new ConcurrentHashMap<>();
  private boolean sweeping;

  /**
   * @param isSettled whether a task has something to say
   */
  public FarDesk(
      NodeDesk desk, TaskViews views, TaskSettings settings, Predicate<LiveTask> isSettled) {
    this.views = views;
    this.settings = settings;
    this.isSettled = isSettled;
    desk.on(FarTasks.LOOK, this::look);
    desk.on(FarTasks.ANSWER, this::answer);
    desk.on(OPEN, this::open);
    desk.on(READ, this::read);
    desk.on(CLOSE, this::close);
    desk.nodes().listen(Nodes.Listener.ofGone(this::gone));
  }

  private Optional<LiveTask> task(JsonObject body) {
    return views.here(body.getString("id"), body.getString("owner"));
  }

  private LiveTask known(JsonObject body) {
    return task(body).orElseThrow(() -> TaskViews.notFound(body.getString("id")));
  }

  private Future<JsonObject> look(JsonObject body) {
    JsonObject answer = new JsonObject();
    task(body).ifPresent(task -> answer.put("record", TaskJson.of(task.record())));
    return Future.succeededFuture(answer);
  }

  private Future<JsonObject> answer(JsonObject body) {
    LiveTask task = known(body);
    Envelope question = Codec.ENVELOPE.read(Buffer.buffer(body.getString("envelope")));
    long latest = System.currentTimeMillis() + settings.answer().toMillis();
    return task.whenIn(status -> isSettled.test(task), latest)
        .map(settled -> json(task.answerTo(question)));
  }

  /** An envelope as the answer to another node. */
  public static JsonObject json(Envelope envelope) {
    return new JsonObject().put("envelope", Codec.ENVELOPE.write(envelope).toString());
  }

  private Future<JsonObject> open(JsonObject body) {
    if (readers.size() >= MAX_READERS) {
      throw AsapException.overload(MAX_READERS);
    }
    LiveTask task = known(body);
    Context context = Vertx.currentContext();
    long after = body.getLong("after");
    EnvelopeStream events =
        body.getBoolean("chunks")
            ? views.stream(context, task, after)
            : task.follow(context, after);
    FarReader reader = new FarReader(context, events, body.getString("by"));
    readers.put(body.getString("stream"), reader);
    sweepLater();
    return read(body.getString("stream"), reader);
  }

  private Future<JsonObject> read(JsonObject body) {
    String stream = body.getString("stream");
    FarReader reader = readers.get(stream);
    if (reader == null) {
      throw NodeDesk.unreachable(
          "", "the stream was closed, since nothing was heard of its reader");
    }
    return read(stream, reader);
  }

  private Future<JsonObject> read(String stream, FarReader reader) {
    return reader
        .read()
        .onComplete(
            read -> {
              if (reader.isDone()) {
                readers.remove(stream);
              }
            });
  }

  private Future<JsonObject> close(JsonObject body) {
    FarReader reader = readers.remove(body.getString("stream"));
    if (reader != null) {
      reader.close();
    }
    return Future.succeededFuture(new JsonObject());
  }

  private void gone(String node) {
    closeAll(reader -> reader.node().equals(node));
  }

  private void closeAll(Predicate<FarReader> which) {
    readers
        .values()
        .removeIf(
            reader -> {
              boolean closing = which.test(reader);
              if (closing) {
                reader.close();
              }
              return closing;
            });
  }

  /** All readers are on the context of whoever answers other nodes. */
  private void sweepLater() {
    if (!sweeping) {
      sweeping = true;
      Vertx.currentContext().owner().setTimer(SWEEP_MILLIS, tick -> sweep());
    }
  }

  private void sweep() {
    sweeping = false;
    long now = System.currentTimeMillis();
    closeAll(reader -> reader.isSilent(now, SILENT_MILLIS));
    readers.values().forEach(reader -> reader.sweep(now, READ_MILLIS));
    if (!readers.isEmpty()) {
      sweepLater();
    }
  }

  /** How many readers of other nodes there are. */
  int readers() {
    return readers.size();
  }
}
