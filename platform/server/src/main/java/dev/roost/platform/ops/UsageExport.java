package dev.roost.platform.ops;

import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many events in one answer, read page by page and written as fast as they are taken. */
final class UsageExport {
  private static final int PAGE = 200;
  private static final Logger LOG = LoggerFactory.getLogger(UsageExport.class);

  private final UsageStore usage;

  UsageExport(UsageStore usage) {
    this.usage = usage;
  }

  void export(RoutingContext context) {
    LedgerQuery asked = new LedgerQuery(context.queryParams());
    UsageStore.Query query = asked.usage();
    boolean csv = asked.csv();
    int limit = asked.exportLimit();
    HttpServerResponse response = context.response();
    usage
        .query(query, Math.min(PAGE, limit), 0)
        .onSuccess(first -> new Writing(response, query, csv).begin(first, limit))
        .onFailure(failure -> LedgerRoutes.refuse(response, failure));
  }

  /** One answer that is being written. */
  private final class Writing {
    private final HttpServerResponse response;
    private final UsageStore.Query query;
    private final boolean csv;
    private int count;

    private Writing(HttpServerResponse response, UsageStore.Query query, boolean csv) {
      this.response = response;
      this.query = query;
      this.csv = csv;
    }

    private void begin(List<UsageEvent> first, int limit) {
      response
          .setChunked(true)
          .putHeader(
              HttpHeaders.CONTENT_TYPE, csv ? "text/csv; charset=utf-8" : "application/json");
      if (csv) {
        response.putHeader("Content-Disposition", "attachment; filename=\"usage.csv\"");
      }
      response.write(csv ? UsageCsv.HEADER : "{\"data\":[");
      follow(first, limit)
          .onSuccess(done -> response.end(csv ? "" : "],\"count\":" + count + "}"))
          .onFailure(this::breakOff);
    }

    /** An answer without its end tells that something is missing. */
    private void breakOff(Throwable failure) {
      LOG.atWarn().setCause(failure).log("An export of usage broke off");
      response.reset();
    }

    private Future<Void> follow(List<UsageEvent> page, int limit) {
      int left = limit - page.size();
      Future<Void> written = page.isEmpty() ? Future.succeededFuture() : write(page);
      if (page.size() < Math.min(PAGE, limit) || left == 0) {
        return written;
      }
      UsageEvent last = page.get(page.size() - 1);
      return written
          .compose(done -> usage.queryAfter(query, last, Math.min(PAGE, left)))
          .compose(next -> follow(next, left));
    }

    /** Completes when the connection has taken it. */
    private Future<Void> write(List<UsageEvent> page) {
      StringBuilder text = new StringBuilder();
      for (UsageEvent event : page) {
        text.append(csv || count == 0 ? "" : ",");
        text.append(csv ? UsageCsv.line(event) : UsageJson.of(event).encode());
        count++;
      }
      return response.write(text.toString());
    }
  }
}
