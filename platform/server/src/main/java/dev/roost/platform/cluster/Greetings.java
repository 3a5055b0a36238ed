package dev.roost.platform.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Says hello to nodes. The bus connects to a node on the context of whoever writes there first, and
 * keeps to it: were that an agent's, or that of a worker that ends, so would be the connection. So
 * this one writes first.
 */
public final class Greetings {
  private static final String HELLO = "hello";
  private static final long ANSWER_MILLIS = 2_000;
  private static final long PAUSE_MILLIS = 100;

  private final NodeDesk desk;
  private final Context context;

  /** Over the desk of this node. */
  public Greetings(NodeCalls calls, NodeDesk desk) {
    this.desk = desk;
    this.context = calls.newContext();
    desk.on(HELLO, hello -> Future.succeededFuture(new JsonObject()));
    desk.nodes().listen((node, there) -> greetLater(node, there));
  }

  /** Greets all that are there; completes when each has answered, or does not. */
  public Future<Void> greetAll() {
    List<Future<Void>> answers =
        desk.nodes().alive().stream()
            .filter(node -> !node.equals(desk.nodes().self()))
            .map(this::greet)
            .toList();
    return Future.join(answers).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> greet(String node) {
    Promise<Void> answered = Promise.promise();
    context.runOnContext(
        turn ->
            desk.ask(node, HELLO, new JsonObject(), ANSWER_MILLIS)
                .<Void>mapEmpty()
                .onComplete(answered));
    return answered.future();
  }

  /** A node that has just come listens a little later. */
  private void greetLater(String node, boolean there) {
    if (there) {
      greet(node).onFailure(failure -> context.runOnContext(turn -> pause(node)));
    }
  }

  private void pause(String node) {
    Vertx.currentContext()
        .owner()
        .setTimer(PAUSE_MILLIS, tick -> greetLater(node, desk.nodes().alive().contains(node)));
  }
}
