package dev.roost.platform.task;

import dev.roost.spi.OutboxEntry;
import dev.roost.spi.TaskEvent;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Somebody wants to be told of a task. */
public interface TaskWatch {
  /** What another process needs to go on telling, if this one ends before the task does. */
  Optional<JsonObject> callback();

  /**
   * What is to be delivered because of an event. Asked once for each event, in their order; the
   * same event of the same task gives the same ids.
   */
  List<OutboxEntry> deliveries(LiveTask task, TaskEvent event);

  /** Deliveries are in the outbox. */
  void kept();
}
