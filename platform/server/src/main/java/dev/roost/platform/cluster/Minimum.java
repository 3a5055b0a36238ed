package dev.roost.platform.cluster;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Whether enough nodes see each other. Those that are too few may be cut off from the others: they
 * take no messages, and no tasks over.
 */
public final class Minimum {
  private static final Logger LOG = LoggerFactory.getLogger(Minimum.class);

  private final Nodes nodes;
  private final int members;
  private final AtomicBoolean wasMet = new AtomicBoolean();
  private final Promise<Void> met = Promise.promise();

  /**
   * @param members how many there must be, this one counted
   */
  public Minimum(Nodes nodes, int members) {
    this.nodes = nodes;
    this.members = members;
    nodes.listen((node, there) -> look());
    look();
  }

  private void look() {
    boolean is = isMet();
    if (is) {
      met.tryComplete();
    }
    if (wasMet.getAndSet(is) != is) {
      LOG.atLevel(nodes.clustered() ? Level.INFO : Level.DEBUG)
          .addKeyValue("nodes", nodes.alive().size())
          .addKeyValue("minimum", members)
          .log(is ? "There are enough nodes" : "There are too few nodes; messages are refused");
    }
  }

  /** Whether there are enough now. */
  public boolean isMet() {
    return nodes.alive().size() >= members;
  }

  /** Completes when there are enough for the first time. */
  public Future<Void> met() {
    if (!met.future().isComplete()) {
      LOG.atInfo().addKeyValue("minimum", members).log("Waiting for other nodes");
    }
    return met.future();
  }

  /** What a message is answered while there are too few. */
  public Optional<RpcError> refusal() {
    return isMet() ? Optional.empty() : Optional.of(tooFew().error());
  }

  private AsapException tooFew() {
    int there = nodes.alive().size();
    return AsapException.of(
        ErrorCode.THREAD_POOL_EXHAUSTED,
        "This node sees %d of at least %d nodes and takes no messages".formatted(there, members),
        new JsonObject().put("nodes", there).put("minimum", members));
  }
}
