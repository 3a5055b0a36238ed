package dev.roost.platform.ops;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.http.Answers;
import dev.roost.platform.http.StrictServer;
import dev.roost.platform.ledger.Ledger;
import dev.roost.spi.AuditChain;
import dev.roost.spi.AuditEntry;
import dev.roost.spi.StateBackend;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
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

  /**
   * Adds the pages.
   *
   * @param bodies reads what is posted
   */
  void addTo(Router router, StrictServer bodies) {
    UsagePages pages = new UsagePages(ledger, state);
    router.get("/usage").handler(usage(pages::events));
    router.get("/usage/aggregate").handler(usage(pages::sums));
    router.get("/usage/summary").handler(usage(pages::summary));
    router.get("/usage/agents").handler(usage(pages::agents));
    router.get("/usage/consumers").handler(usage(pages::consumers));
    router.get("/usage/stats").handler(usage(query -> pages.stats()));
    router.post("/usage/purge").handler(usage(query -> pages.purge()));
    router.get("/usage/export").handler(ifUsage(new UsageExport(state.usage())::export));
    UsageIntake intake = new UsageIntake(state.usage(), bodies);
    router.post("/usage").handler(ifUsage(intake::record));
    router.post("/usage/batch").handler(ifUsage(intake::recordAll));
    router.post("/usage/validate").handler(ifUsage(intake::validate));
    router.get("/audit").handler(audit(this::lines));
    router.post("/api/audit/verify").handler(audit(query -> verify()));
  }

  private Handler<RoutingContext> usage(Function<LedgerQuery, Future<JsonObject>> answer) {
    return context -> answer(context, ledger.config().usage(), "usage", answer);
  }

  /** A page that answers by itself. */
  private Handler<RoutingContext> ifUsage(Handler<RoutingContext> page) {
    return context -> {
      if (ledger.config().usage()) {
        attempt(context, () -> page.handle(context));
      } else {
        detail(context, 404, "usage not configured");
      }
    };
  }

  private static void attempt(RoutingContext context, Runnable answer) {
    try {
      answer.run();
    } catch (IllegalArgumentException e) {
      detail(context, 400, String.valueOf(e.getMessage()));
    }
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
    attempt(
        context,
        () ->
            answer
                .apply(new LedgerQuery(context.queryParams()))
                .onSuccess(json -> Answers.json(context.response(), 200, json))
                .onFailure(failure -> refuse(context.response(), failure)));
  }

  /** Too many sums are the question's fault; anything else is the database's. */
  static void refuse(HttpServerResponse response, Throwable failure) {
    boolean theirs = failure instanceof IllegalArgumentException;
    Answers.detail(response, theirs ? 400 : 503, String.valueOf(failure.getMessage()));
  }

  private static void detail(RoutingContext context, int status, String detail) {
    Answers.detail(context.response(), status, detail);
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
        .compose(written -> AuditChain.verify(state.audit(), beginning()))
        .compose(
            broken ->
                state
                    .audit()
                    .lastSequence()
                    .map(
                        last ->
                            new JsonObject().put("last", last).put("broken", broken.orElse(null))));
  }

  /** Only what is not durable may have forgotten its oldest lines. */
  private AuditChain.Link beginning() {
    return state.durable() ? AuditChain.Link.START : AuditChain.Link.NONE;
  }

  static <T> JsonObject listed(String key, List<T> rows, Function<T, JsonObject> shape) {
    return new JsonObject().put(key, array(rows, shape)).put("count", rows.size());
  }

  static <T> JsonArray array(List<T> rows, Function<T, JsonObject> shape) {
    return new JsonArray(rows.stream().map(shape).toList());
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
