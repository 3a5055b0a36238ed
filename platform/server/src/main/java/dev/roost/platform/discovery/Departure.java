package dev.roost.platform.discovery;

import dev.roost.platform.cluster.NodeDesk;
import dev.roost.platform.task.GuestTasks;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** How a node leaves the others: they send it nothing more, and get what it still does for them. */
public final class Departure {
  private static final String LEAVING = "leaving";
  private static final long ANSWER_MILLIS = 1_000;

  private final NodeDesk desk;
  private final GuestTasks guests;

  /** Of this node; and hears of those of others. */
  public Departure(Discovery discovery, NodeDesk desk, GuestTasks guests) {
    this.desk = desk;
    this.guests = guests;
    desk.on(
        LEAVING,
        body -> {
          discovery.directory().forgetNode(body.getString("node"));
          return Future.succeededFuture(new JsonObject());
        });
  }

  /** Says goodbye; completes when agents here run nothing any more for other nodes. */
  public Future<Void> begin() {
    String self = desk.nodes().self();
    List<Future<JsonObject>> told =
        desk.nodes().alive().stream()
            .filter(node -> !node.equals(self))
            .map(node -> desk.ask(node, LEAVING, new JsonObject().put("node", self), ANSWER_MILLIS))
            .toList();
    return Future.join(told).<Void>mapEmpty().otherwiseEmpty().compose(all -> guests.drained());
  }
}
