package dev.roost.platform.webhook;

import static java.util.Objects.requireNonNull;

import dev.roost.client.webhook.WebhookEvent;
import dev.roost.client.webhook.WebhookIds;
import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.TaskWatch;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.WebhookEndpoint;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes deliveries of a task's events: for its own callback, and for its owner's endpoints. */
final class WatchedTask implements TaskWatch {
  private final String owner;
  private final Optional<CallbackTarget> target;
  private final Callbacks callbacks;
  private volatile boolean started;

  WatchedTask(String owner, Optional<CallbackTarget> target, Callbacks callbacks) {
    this.owner = requireNonNull(owner, "owner");
    this.target = requireNonNull(target, "target");
    this.callbacks = requireNonNull(callbacks, "callbacks");
  }

  @Override
  public Optional<JsonObject> callback() {
    return target.map(CallbackTarget::toJson);
  }

  @Override
  public List<OutboxEntry> deliveries(LiveTask task, TaskEvent entry) {
    String type = typeOf(entry);
    if (type == null) {
      return List.of();
    }
    List<WebhookEndpoint> endpoints = callbacks.endpointsOf(owner, type);
    Optional<CallbackTarget> called = target.filter(one -> one.wants(type));
    if (endpoints.isEmpty() && called.isEmpty()) {
      return List.of();
    }
    String body = new WebhookEvent(type, entry.at(), TaskNews.data(task, entry)).write();
    List<OutboxEntry> deliveries = new ArrayList<>();
    for (WebhookEndpoint endpoint : endpoints) {
      DeliveryPayload payload = payload(task, entry, type, body, Optional.empty());
      deliveries.add(delivery(task, entry, endpoint.id(), payload));
    }
    called.ifPresent(
        one ->
            deliveries.add(
                delivery(
                    task,
                    entry,
                    one.id(owner),
                    payload(task, entry, type, body, Optional.of(one.toCallback())))));
    return deliveries;
  }

  /** A task that goes on after its caller's answer has not started anew. */
  private @Nullable String typeOf(TaskEvent entry) {
    String type = TaskNews.typeOf(entry).orElse(null);
    if (!TaskNews.STARTED.equals(type)) {
      return type;
    }
    boolean again = started;
    started = true;
    return again ? null : type;
  }

  private DeliveryPayload payload(
      LiveTask task,
      TaskEvent entry,
      String type,
      String body,
      Optional<DeliveryPayload.Callback> callback) {
    return new DeliveryPayload(type, body, task.id(), entry.sequence(), owner, callback);
  }

  private static OutboxEntry delivery(
      LiveTask task, TaskEvent entry, String destination, DeliveryPayload payload) {
    String id = WebhookIds.of(task.id(), entry.sequence(), destination);
    return OutboxEntry.of(id, destination, payload.toJson(), entry.at());
  }

  @Override
  public void kept() {
    callbacks.wake();
  }
}
