package dev.roost.platform.ops;

import dev.roost.platform.ledger.Ledger;
import dev.roost.spi.StateBackend;
import dev.roost.spi.UsageAggregate;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageGrouping;
import dev.roost.spi.UsageStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Usage as it is read. */
final class UsagePages {
  private static final long SUM_SECONDS = 60;

  private final Ledger ledger;
  private final StateBackend state;

  UsagePages(Ledger ledger, StateBackend state) {
    this.ledger = ledger;
    this.state = state;
  }

  Future<JsonObject> events(LedgerQuery query) {
    return state
        .usage()
        .query(query.usage(), query.limit(), query.offset())
        .map(events -> LedgerRoutes.listed("data", events, UsageJson::of));
  }

  Future<JsonObject> sums(LedgerQuery query) {
    UsageGrouping grouping = query.grouping();
    return sums(query.usage(), grouping)
        .map(
            sums ->
                new JsonObject()
                    .put("group_by", grouping.wireName())
                    .put("data", LedgerRoutes.array(sums, sum -> UsageJson.of(sum, grouping))));
  }

  Future<JsonObject> summary(LedgerQuery query) {
    return sums(query.usage(), UsageGrouping.ALL)
        .map(
            sums ->
                UsageJson.of(
                    sums.isEmpty()
                        ? new UsageAggregate("", UsageEvent.Metrics.NONE, 0, 0, 0)
                        : sums.get(0)));
  }

  Future<JsonObject> agents(LedgerQuery query) {
    return names(query, UsageGrouping.AGENT);
  }

  Future<JsonObject> consumers(LedgerQuery query) {
    return names(query, UsageGrouping.CONSUMER);
  }

  private Future<JsonObject> names(LedgerQuery query, UsageGrouping grouping) {
    return sums(query.usage(), grouping)
        .map(
            sums ->
                new JsonObject()
                    .put("data", new JsonArray(sums.stream().map(UsageAggregate::key).toList())));
  }

  /** What is in memory is added up where it is asked for, so not on an event loop. */
  private Future<List<UsageAggregate>> sums(UsageStore.Query query, UsageGrouping grouping) {
    return state.durable()
        ? state.usage().aggregate(query, grouping)
        : Vertx.currentContext().executeBlocking(() -> sumsNow(query, grouping), false);
  }

  private List<UsageAggregate> sumsNow(UsageStore.Query query, UsageGrouping grouping)
      throws Exception {
    try {
      return state
          .usage()
          .aggregate(query, grouping)
          .toCompletionStage()
          .toCompletableFuture()
          .get(SUM_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  Future<JsonObject> stats() {
    return state.usage().count().compose(this::stats);
  }

  private Future<JsonObject> stats(long count) {
    return state
        .usage()
        .query(UsageStore.Query.ALL, 1, 0)
        .map(
            oldest ->
                new JsonObject()
                    .put("total_events", count)
                    .put(
                        "oldest_timestamp",
                        oldest.isEmpty() ? null : oldest.get(0).timestamp().toString())
                    .put("retention_ttl_seconds", ledger.config().retention().toSeconds()));
  }

  /** Forgets now what would be forgotten within a minute. */
  Future<JsonObject> purge() {
    return ledger
        .purge()
        .map(removed -> new JsonObject().put("status", "purged").put("removed", removed));
  }
}
