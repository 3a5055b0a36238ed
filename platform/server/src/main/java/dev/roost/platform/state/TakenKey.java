package dev.roost.platform.state;

import dev.roost.spi.IdempotencyStore.Claim;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.Outcome;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * An idempotency key that is taken.
 *
 * @param key the key
 * @param fingerprint the hash of the request that took it
 * @param taskId the call that the request became
 * @param until until when it is taken, in microseconds since the epoch
 * @param outcome how the call ended; empty while it runs
 */
record TakenKey(Key key, String fingerprint, String taskId, long until, Optional<Outcome> outcome) {
  static final RowForm<TakenKey> FORM =
      new RowForm<>() {
        @Override
        public JsonObject write(TakenKey taken) {
          JsonObject row =
              new JsonObject()
                  .put("caller", taken.key().caller())
                  .put("key", taken.key().key())
                  .put("fingerprint", taken.fingerprint())
                  .put("task_id", taken.taskId());
          taken.outcome().ifPresent(outcome -> row.put("outcome", TaskJson.of(outcome)));
          return row.put("until", taken.until());
        }

        @Override
        public TakenKey read(JsonObject row) {
          return new TakenKey(
              new Key(row.getString("caller"), row.getString("key")),
              row.getString("fingerprint"),
              row.getString("task_id"),
              row.getLong("until"),
              TaskJson.outcome(row.getJsonObject("outcome")));
        }

        @Override
        public long weight(TakenKey taken) {
          int texts = taken.key().caller().length() + taken.key().key().length();
          return texts
              + taken.fingerprint().length()
              + taken.taskId().length()
              + taken.outcome().map(Weights::of).orElse(0L);
        }
      };

  TakenKey settled(Outcome how, long end) {
    return new TakenKey(key, fingerprint, taskId, end, Optional.of(how));
  }

  boolean runs() {
    return outcome.isEmpty();
  }

  boolean holdsAt(long micros) {
    return until > micros;
  }

  Claim claim(boolean first) {
    return new Claim(first, fingerprint, taskId, outcome);
  }

  /** Where its time stands. */
  Table order() {
    return runs() ? Table.CLAIM_RUNNING : Table.CLAIM_ORDER;
  }

  String orderKey(String hash) {
    return Keys.of(until, hash);
  }
}
