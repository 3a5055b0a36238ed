package dev.roost.platform.task;

import dev.roost.agent.TaskHandle;
import dev.roost.platform.cluster.NodeDesk;
import dev.roost.platform.state.TaskJson;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.StateSnapshot;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.SnapshotStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what agents of other nodes tell of tasks of this node, and keeps their states. */
public final class GuestDesk {
  static final String NEWS = "news";
  static final String SAVE = "save";
  static final String LOAD = "load";

  private static final long HANDLE_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(GuestDesk.class);

  private final NodeDesk desk;
  private final LiveTasks tasks;
  private final SnapshotStore snapshots;

  /** Of the tasks of this node. */
  public GuestDesk(NodeDesk desk, LiveTasks tasks, SnapshotStore snapshots) {
    this.desk = desk;
    this.tasks = tasks;
    this.snapshots = snapshots;
    desk.on(NEWS, this::news);
    desk.on(SAVE, this::save);
    desk.on(LOAD, this::load);
  }

  private LiveTask task(String id) {
    return tasks.find(id).orElseThrow(() -> TaskViews.notFound(id));
  }

  private Future<JsonObject> news(JsonObject body) {
    String by = body.getString("by");
    if (!desk.nodes().alive().contains(by)) {
      return Future.failedFuture(NodeDesk.unreachable(by, "the cluster goes on without it"));
    }
    LiveTask task = task(body.getString("task"));
    if (body.getBoolean("begun")) {
      task.begun(new FarHandle(by, task.id()));
    }
    List<Future<Void>> told = new ArrayList<>();
    JsonArray news = body.getJsonArray("news");
    for (int i = 0; i < news.size(); i++) {
      told.add(task.tell(NewsJson.read(news.getJsonObject(i))));
    }
    if (body.getBoolean("lost")) {
      task.lose();
    }
    return body.getBoolean("wait")
        ? Future.join(told).transform(done -> Future.succeededFuture(faults(told)))
        : Future.succeededFuture(faults(told));
  }

  private static JsonObject faults(List<Future<Void>> told) {
    JsonObject faults = new JsonObject();
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).failed()) {
        faults.put(String.valueOf(i), error(told.get(i).cause()).toJson());
      }
    }
    return faults.isEmpty() ? faults : new JsonObject().put("faults", faults);
  }

  private static RpcError error(Throwable failure) {
    return failure instanceof AsapException expected ? expected.error() : RpcError.internalError();
  }

  private Future<JsonObject> save(JsonObject body) {
    String id = body.getString("task");
    JsonObject data = body.getJsonObject("data");
    boolean checkpoint = body.getBoolean("checkpoint");
    return tasks
        .lease(id)
        .map(lease -> snapshots.save(lease, data, checkpoint))
        .orElseGet(() -> snapshots.save(task(id).id(), data, checkpoint))
        .map(TaskJson::of)
        .recover(failure -> Future.failedFuture(DurableTasks.told(failure)));
  }

  private Future<JsonObject> load(JsonObject body) {
    return snapshots
        .latest(body.getString("task"))
        .map(
            found -> {
              JsonObject state = found.<JsonObject>map(GuestDesk::json).orElse(null);
              return new JsonObject().put("state", state);
            })
        .recover(failure -> Future.failedFuture(DurableTasks.told(failure)));
  }

  private static JsonObject json(StateSnapshot snapshot) {
    return TaskJson.of(snapshot);
  }

  /** How a task of this node reaches its skill on another. */
  private final class FarHandle implements TaskHandle {
    private final String node;
    private final String taskId;

    private FarHandle(String node, String taskId) {
      this.node = node;
      this.taskId = taskId;
    }

    @Override
    public void cancel() {
      tell(GuestTasks.CANCEL, new JsonObject());
    }

    @Override
    public void deliver(Envelope message) {
      tell(
          GuestTasks.DELIVER,
          new JsonObject().put("envelope", Codec.ENVELOPE.write(message).toString()));
    }

    private void tell(String operation, JsonObject body) {
      desk.ask(node, operation, body.put("task", taskId), HANDLE_MILLIS)
          .onFailure(
              failure ->
                  LOG.atDebug()
                      .addKeyValue("task", taskId)
                      .addKeyValue("node", node)
                      .addKeyValue("reason", failure.getMessage())
                      .log("A skill on another node was not reached"));
    }
  }
}
