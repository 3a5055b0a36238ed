package dev.roost.platform.task;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One reader on another node of a task of this one. Used on the context of its stream. */
final class FarReader {
  /** How many events may be on their way to him. */
  static final int CREDIT = 16;

  private final Context context;
  private final EnvelopeStream events;
  private final String node;
  private final Deque<Envelope> waiting = new ArrayDeque<>();
  private @Nullable Promise<JsonObject> question;
  private int wanted;
  private boolean last;
  private long askedAtMillis = System.currentTimeMillis();

  /**
   * @param node where he is
   */
  FarReader(Context context, EnvelopeStream events, String node) {
    this.context = context;
    this.events = events;
    this.node = node;
    events.endHandler(
        end -> {
          last = true;
          answer();
        });
    events.handler(
        event -> {
          wanted--;
          waiting.add(event);
          context.runOnContext(turn -> answer()); // with all that come in this turn
        });
  }

  String node() {
    return node;
  }

  /** The next events, when there are some. */
  Future<JsonObject> read() {
    Promise<JsonObject> promise = Promise.promise();
    if (question != null) {
      question.tryComplete(answer(new JsonArray()));
    }
    question = promise;
    askedAtMillis = System.currentTimeMillis();
    int more = CREDIT - wanted - waiting.size();
    if (more > 0 && !last) {
      wanted += more;
      events.fetch(more);
    }
    if (last || !waiting.isEmpty()) {
      answer();
    }
    return promise.future();
  }

  private void answer() {
    if (question == null || waiting.isEmpty() && !last) {
      return;
    }
    JsonArray all = new JsonArray();
    while (!waiting.isEmpty()) {
      all.add(Codec.ENVELOPE.write(waiting.poll()).toString());
    }
    Promise<JsonObject> promise = question;
    question = null;
    promise.tryComplete(answer(all));
  }

  private JsonObject answer(JsonArray all) {
    return new JsonObject().put("events", all).put("last", last);
  }

  /** Whether everything was handed on. */
  boolean isDone() {
    return last && waiting.isEmpty();
  }

  /** He has waited long enough to be told that there is nothing yet. */
  void sweep(long nowMillis, long patienceMillis) {
    if (question != null && nowMillis - askedAtMillis >= patienceMillis) {
      Promise<JsonObject> promise = question;
      question = null;
      promise.tryComplete(answer(new JsonArray()));
    }
  }

  /** Whether nothing was heard of him for long. */
  boolean isSilent(long nowMillis, long limitMillis) {
    return question == null && nowMillis - askedAtMillis >= limitMillis;
  }

  /** He reads no more. */
  void close() {
    context.runOnContext(turn -> events.close());
  }
}
