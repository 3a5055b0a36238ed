package dev.roost.platform.task;

import dev.roost.platform.cluster.NodeDesk;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Payload;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What an agent tells of a task of another node, on its way there: in order, one message after the
 * other, each with all that has gathered meanwhile. Bounded as a log is: beyond it chunks and
 * progress are lost, and the other node is told that. Any thread may call it.
 */
final class GuestOutbox {
  /** How much may wait. */
  static final int MAX_ITEMS = TaskLog.MAX_EVENTS;

  static final int MAX_BYTES = TaskLog.MAX_BYTES;

  /** How much travels in one message. */
  private static final int FLIGHT_ITEMS = 64;

  private static final int FLIGHT_BYTES = 64 * 1024;

  private final NodeDesk desk;
  private final String node;
  private final String taskId;
  private final LongSupplier millisLeft;
  private final Deque<Item> queue = new ArrayDeque<>();
  private int bytes;
  private boolean flying;
  private boolean last;
  private boolean lost;
  private boolean begun;

  private record Item(JsonObject news, int weight, Promise<Void> told) {}

  /**
   * @param node where the task lives
   * @param millisLeft how long its answer is still wanted
   */
  GuestOutbox(NodeDesk desk, String node, String taskId, LongSupplier millisLeft) {
    this.desk = desk;
    this.node = node;
    this.taskId = taskId;
    this.millisLeft = millisLeft;
  }

  /** Says that the task runs now, before all else. */
  void begun() {
    synchronized (this) {
      begun = true;
    }
    fly();
  }

  /** Completes when the other node has it and wants more. */
  Future<Void> tell(Payload news) {
    JsonObject json = NewsJson.of(news);
    Item item = new Item(json, json.getString("payload").length(), Promise.promise());
    synchronized (this) {
      if (isFull(item)) {
        lost |= mayGo(news);
        return Future.failedFuture(tooFast(taskId));
      }
      queue.add(item);
      bytes += item.weight();
    }
    fly();
    return item.told().future();
  }

  private boolean isFull(Item item) {
    return queue.size() >= MAX_ITEMS || !queue.isEmpty() && bytes + item.weight() > MAX_BYTES;
  }

  private static boolean mayGo(Payload news) {
    return news instanceof TaskStream
        || news instanceof TaskUpdate update && update.updateType() == UpdateType.PROGRESS;
  }

  private static AsapException tooFast(String taskId) {
    return new AsapException(
        RpcError.of(
            ErrorCode.RESOURCE_EXHAUSTED,
            "The skill tells more than its caller's node takes",
            new JsonObject().put("task_id", taskId)));
  }

  /**
   * Sends all that waits, whoever reads it; nothing is told behind that.
   *
   * @return completes when it is there, or cannot be
   */
  Future<Void> flush() {
    List<Future<Void>> sent = new ArrayList<>();
    synchronized (this) {
      last = true;
      while (!queue.isEmpty() || begun || lost) {
        sent.add(send(flight()));
      }
    }
    return Future.join(sent).<Void>mapEmpty().otherwiseEmpty();
  }

  private void fly() {
    synchronized (this) {
      if (flying || last || queue.isEmpty() && !begun) {
        return;
      }
      flying = true;
      send(flight()).onComplete(landed -> landed());
    }
  }

  private void landed() {
    synchronized (this) {
      flying = false;
    }
    fly();
  }

  private List<Item> flight() {
    List<Item> items = new ArrayList<>();
    int weight = 0;
    while (!queue.isEmpty() && items.size() < FLIGHT_ITEMS && weight < FLIGHT_BYTES) {
      Item item = queue.poll();
      weight += item.weight();
      items.add(item);
    }
    bytes -= weight;
    return items;
  }

  private Future<Void> send(List<Item> items) {
    JsonArray news = new JsonArray();
    items.forEach(item -> news.add(item.news()));
    JsonObject body =
        new JsonObject()
            .put("task", taskId)
            .put("by", desk.nodes().self())
            .put("begun", begun)
            // what is lost was told behind all that waited
            .put("lost", lost && queue.isEmpty())
            .put("wait", !last)
            .put("news", news);
    begun = false;
    lost &= !queue.isEmpty();
    return desk.ask(node, GuestDesk.NEWS, body, millisLeft.getAsLong())
        .onSuccess(answer -> told(items, answer.getJsonObject("faults", new JsonObject())))
        .onFailure(failure -> items.forEach(item -> item.told().tryFail(failure)))
        .mapEmpty();
  }

  private static void told(List<Item> items, JsonObject faults) {
    for (int i = 0; i < items.size(); i++) {
      JsonObject fault = faults.getJsonObject(String.valueOf(i));
      if (fault == null) {
        items.get(i).told().tryComplete();
      } else {
        items.get(i).told().tryFail(new AsapException(RpcError.fromJson(fault)));
      }
    }
  }
}
