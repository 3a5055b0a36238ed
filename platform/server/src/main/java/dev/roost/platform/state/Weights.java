package dev.roost.platform.state;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many bytes of heap things take. Good to a factor of two, which is enough to bound. */
final class Weights {
  private static final long OBJECT = 64;
  private static final long ENVELOPE = 640;

  private Weights() {}

  static long of(Outcome outcome) {
    return outcome instanceof Outcome.Answered answered
        ? of(answered.envelope())
        : ENVELOPE + of(((Outcome.Refused) outcome).error().data());
  }

  private static long of(Envelope envelope) {
    return ENVELOPE + of(envelope.payload()) + of(envelope.extensions());
  }

  private static long of(Payload payload) {
    return payload instanceof TaskResponse response
        ? 2 * OBJECT + of(response.result()) + of(response.finalState())
        : OBJECT + 2L * Codec.writePayload(payload).length();
  }

  private static long of(@Nullable Object value) {
    if (value instanceof String text) {
      return OBJECT + text.length();
    } else if (value instanceof JsonObject object) {
      return of(object.getMap());
    } else if (value instanceof JsonArray array) {
      return of((Object) array.getList());
    } else if (value instanceof Map<?, ?> map) {
      return of((Object) map.keySet()) + of((Object) map.values());
    } else if (value instanceof Iterable<?> list) {
      long sum = OBJECT;
      for (Object element : list) {
        sum += of(element);
      }
      return sum;
    }
    return OBJECT / 4;
  }
}
