package dev.roost.platform.ops;

import dev.roost.spi.DeadLetterStore;
import dev.roost.spi.StateBackend;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;

/** Deliveries that were given up, as operators read, replay and forget them. */
final class DeadLetterPages {
  private static final int AT_ONCE = 500;

  private final StateBackend state;

  DeadLetterPages(StateBackend state) {
    this.state = state;
  }

  private DeadLetterStore letters() {
    return state.deadLetters();
  }

  Future<JsonObject> list(ParameterReader query) {
    return letters()
        .list(query.text("endpoint"), query.text("after"), query.limit())
        .map(WebhookJson::of);
  }

  Future<Optional<JsonObject>> find(String id) {
    return letters()
        .find(id)
        .map(
            found -> found.map(one -> new JsonObject().put("dead_letter", WebhookJson.whole(one))));
  }

  Future<Optional<JsonObject>> replay(String id) {
    return letters()
        .replay(id)
        .map(there -> there ? Optional.of(new JsonObject().put("replayed", 1)) : Optional.empty());
  }

  Future<JsonObject> replaySince(ParameterReader query) {
    Instant since = required(query, "since");
    return all(limit -> letters().replaySince(query.text("endpoint"), since, limit))
        .map(count -> new JsonObject().put("replayed", count));
  }

  Future<JsonObject> purge(ParameterReader query) {
    Instant before = required(query, "before");
    return all(limit -> letters().purge(before, limit))
        .map(count -> new JsonObject().put("purged", count));
  }

  private static Instant required(ParameterReader query, String name) {
    return query
        .time(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + " is missing; it is a time, such as 2026-03-04T05:06:07Z"));
  }

  /** Some at a time; not more than are dead now, since what is replayed can die again meanwhile. */
  private Future<Long> all(IntFunction<Future<Integer>> some) {
    return state.outbox().counts().compose(counts -> rest(some, counts.dead(), 0));
  }

  private Future<Long> rest(IntFunction<Future<Integer>> some, long dead, long done) {
    int wanted = (int) Math.min(AT_ONCE, dead - done);
    if (wanted <= 0) {
      return Future.succeededFuture(done);
    }
    return some.apply(wanted)
        .compose(
            count ->
                count < wanted
                    ? Future.succeededFuture(done + count)
                    : rest(some, dead, done + count));
  }
}
