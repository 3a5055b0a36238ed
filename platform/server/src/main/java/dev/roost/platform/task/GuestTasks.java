package dev.roost.platform.task;

import dev.roost.agent.Assignment;
import dev.roost.platform.cluster.NodeDesk;
import dev.roost.platform.cluster.Nodes;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.json.Codec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The tasks of other nodes that agents of this node run. Shared by all event loops; bounded. */
public final class GuestTasks {
  static final String CANCEL = "cancel";
  static final String DELIVER = "deliver";

  private final NodeDesk desk;
  private final LiveTasks tasks;
  private final int max;
  private final AtomicInteger size = new AtomicInteger();
  private final Map<String, GuestTask> guests = new ConcurrentHashMap<>();
  private final Queue<Promise<Void>> drained = new ConcurrentLinkedQueue<>();

  /** Beside the tasks of this node. */
  public GuestTasks(NodeDesk desk, LiveTasks tasks, int max) {
    this.desk = desk;
    this.tasks = tasks;
    this.max = max;
    desk.on(CANCEL, this::cancel);
    desk.on(DELIVER, this::deliver);
    desk.nodes().listen(Nodes.Listener.ofGone(this::gone));
    tasks.guests(this);
  }

  /**
   * Takes one in, before its agent has it.
   *
   * @param node where it lives
   * @param owner who may see it
   * @param depth how many tasks stand above it
   * @throws AsapException -32031 if as many are here as may be
   */
  public GuestTask enter(Assignment assignment, String node, String owner, int depth) {
    if (size.incrementAndGet() > max) {
      size.decrementAndGet();
      throw AsapException.overload(max);
    }
    GuestTask guest = new GuestTask(assignment, node, owner, depth, desk, tasks);
    guests.put(guest.id(), guest);
    if (!desk.nodes().alive().contains(node)) {
      guest.cancel();
    }
    return guest;
  }

  /** Its agent has answered: completes when the answer may go. */
  public Future<Void> leave(GuestTask guest) {
    guests.remove(guest.id(), guest);
    return guest.flush().onComplete(flushed -> left());
  }

  private void left() {
    if (size.decrementAndGet() == 0) {
      tellDrained();
    }
  }

  /** Completes when there is none, now or for the first time from now on. */
  public Future<Void> drained() {
    Promise<Void> promise = Promise.promise();
    drained.add(promise);
    if (size.get() == 0) {
      tellDrained();
    }
    return promise.future();
  }

  private void tellDrained() {
    for (Promise<Void> waiting = drained.poll(); waiting != null; waiting = drained.poll()) {
      waiting.tryComplete();
    }
  }

  Optional<GuestTask> find(String taskId) {
    return Optional.ofNullable(guests.get(taskId));
  }

  /** How many there are. */
  public int size() {
    return size.get();
  }

  private Future<JsonObject> cancel(JsonObject body) {
    find(body.getString("task")).ifPresent(GuestTask::cancel);
    return Future.succeededFuture(new JsonObject());
  }

  private Future<JsonObject> deliver(JsonObject body) {
    String taskId = body.getString("task");
    Envelope message = Codec.ENVELOPE.read(Buffer.buffer(body.getString("envelope")));
    GuestTask guest = find(taskId).orElseThrow(() -> TaskViews.notFound(taskId));
    guest.deliver(message);
    return Future.succeededFuture(new JsonObject());
  }

  /** Nobody is left who wants their answers. */
  private void gone(String node) {
    guests.values().stream().filter(guest -> guest.node().equals(node)).forEach(GuestTask::cancel);
  }
}
