package dev.roost.platform.ops;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.http.Answers;
import dev.roost.platform.ledger.Ledger;
import dev.roost.spi.AuditChain;
import dev.roost.spi.AuditEntry;
import dev.roost.spi.StateBackend;
import dev.roost.spi.UsageAggregate;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageGrouping;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/**
 * What calls have used and who made them, as the protocol's reference answers it; on the management
 * port, since it names everybody.
 */
public final class LedgerRoutes {
  private final Ledger ledger;
  private final StateBackend state;

  /** Of what {@code ledger} writes to {@code state}. */
  public LedgerRoutes(Ledger ledger, StateBackend state) {
    this.ledger = requireNonNull(ledger, "ledger");
    this.state = requireNonNull(state, "state");
  }

  void addTo(Router router) {
    router.get("/usage").handler(usage(this::events));
    router.get("/usage/aggregate").handler(usage(this::sums));
    router.get("/usage/stats").handler(usage(query -> stats()));
    router.get("/audit").handler(audit(this::lines));
    router.post("/api/audit/verify").handler(audit(query -> verify()));
  }

  private Handler<RoutingContext> usage(Function<LedgerQuery, Future<JsonObject>> answer) {
    return context -> answer(context, ledger.config().usage(), "usage", answer);
  }

  private Handler<RoutingContext> audit(Function<LedgerQuery, Future<JsonObject>> answer) {
    return context -> answer(context, ledger.config().audit(), "audit", answer);
  }

  private static void answer(
      RoutingContext context,
      boolean configured,
      String what,
      Function<LedgerQuery, Future<JsonObject>> answer) {
    if (!configured) {
      detail(context, 404, what + " not configured");
      return;
    }
    try {
      answer
          .apply(new LedgerQuery(context.queryParams()))
          .onSuccess(json -> Answers.json(context.response(), 200, json))
          .onFailure(failure -> refuse(context, failure));
    } catch (IllegalArgumentException e) {
      detail(context, 400, String.valueOf(e.getMessage()));
    }
  }

  /** Too many sums are the question's fault; anything else is the database's. */
  private static void refuse(RoutingContext context, Throwable failure) {
    boolean theirs = failure instanceof IllegalArgumentException;
    detail(context, theirs ? 400 : 503, String.valueOf(failure.getMessage()));
  }

  private static void detail(RoutingContext context, int status, String detail) {
    Answers.detail(context.response(), status, detail);
  }

  private Future<JsonObject> events(LedgerQuery query) {
    return state
        .usage()
        .query(query.usage(), query.limit(), query.offset())
        .map(events -> listed("data", events, LedgerRoutes::toJson));
  }

  private Future<JsonObject> sums(LedgerQuery query) {
    UsageGrouping grouping = query.grouping();
    return state
        .usage()
        .aggregate(query.usage(), grouping)
        .map(
            sums ->
                new JsonObject()
                    .put("group_by", grouping.wireName())
                    .put("data", array(sums, sum -> toJson(sum, grouping))));
  }

  private Future<JsonObject> stats() {
    return state
        .usage()
        .count()
        .map(
            count ->
                new JsonObject()
                    .put("total_events", count)
                    .put("retention_ttl_seconds", ledger.config().retention().toSeconds()));
  }

  private Future<JsonObject> lines(LedgerQuery query) {
    return state
        .audit()
        .query(query.audit(), query.limit(), query.offset())
        .map(lines -> listed("entries", lines, LedgerRoutes::toJson));
  }

  private Future<JsonObject> verify() {
    return ledger
        .flush()
        .compose(written -> state.audit().verify())
        .compose(
            broken ->
                state
                    .audit()
                    .lastSequence()
                    .map(
                        last ->
                            new JsonObject().put("last", last).put("broken", broken.orElse(null))));
  }

  private static <T> JsonObject listed(String key, List<T> rows, Function<T, JsonObject> shape) {
    return new JsonObject().put(key, array(rows, shape)).put("count", rows.size());
  }

  private static <T> JsonArray array(List<T> rows, Function<T, JsonObject> shape) {
    return new JsonArray(rows.stream().map(shape).toList());
  }

  private static JsonObject toJson(UsageEvent event) {
    return new JsonObject()
        .put("task_id", event.taskId())
        .put("agent_id", event.agentId())
        .put("consumer_id", event.consumerId())
        .put("tokens_in", event.metrics().tokensIn())
        .put("tokens_out", event.metrics().tokensOut())
        .put("duration_ms", event.metrics().durationMs())
        .put("api_calls", event.metrics().apiCalls())
        .put("timestamp", event.timestamp().toString());
  }

  private static JsonObject toJson(UsageAggregate sum, UsageGrouping grouping) {
    String key =
        switch (grouping) {
          case AGENT -> "agent_id";
          case CONSUMER -> "consumer_id";
          default -> grouping.wireName();
        };
    return new JsonObject()
        .put(key, sum.key())
        .put("total_tokens", sum.total().tokens())
        .put("total_tokens_in", sum.total().tokensIn())
        .put("total_tokens_out", sum.total().tokensOut())
        .put("total_duration", sum.total().durationMs())
        .put("total_tasks", sum.tasks())
        .put("total_api_calls", sum.total().apiCalls())
        .put("avg_tokens_per_task", sum.averageTokens())
        .put("avg_duration_ms_per_task", sum.averageDurationMs())
        .put("unique_agents", sum.agents())
        .put("unique_consumers", sum.consumers());
  }

  private static JsonObject toJson(AuditEntry line) {
    return new JsonObject()
        .put("id", line.id())
        .put("timestamp", AuditChain.format(line.timestamp()))
        .put("operation", line.operation())
        .put("agent_urn", line.agentUrn())
        .put("details", line.details())
        .put("prev_hash", line.prevHash())
        .put("hash", line.hash());
  }
}
