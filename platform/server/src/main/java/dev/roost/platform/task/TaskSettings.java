package dev.roost.platform.task;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * The section {@code task}.
 *
 * @param maxLive how many calls may live at once
 * @param timeout how long a task may take when its request says nothing, and at most
 * @param answer after how long a task that still runs is answered as such
 * @param cancel how long an agent may take to stop after a cancellation
 * @param idempotency how long an idempotency key is remembered
 * @param cancelOnDisconnect whether a task is cancelled when the reader of its result leaves
 * @param lease for how long a durable task stays with a node that says nothing
 * @param maxAttempts how often a durable task is run at most
 */
public record TaskSettings(
    int maxLive,
    Duration timeout,
    Duration answer,
    Duration cancel,
    Duration idempotency,
    boolean cancelOnDisconnect,
    Duration lease,
    int maxAttempts) {
  /** Reads the section, whose keys are all there and have been checked against the schema. */
  public static TaskSettings of(JsonObject task) {
    return new TaskSettings(
        task.getInteger("maxLive"),
        Duration.ofSeconds(task.getLong("timeoutSeconds")),
        Duration.ofSeconds(task.getLong("answerSeconds")),
        Duration.ofSeconds(task.getLong("cancelSeconds")),
        Duration.ofHours(task.getLong("idempotencyHours")),
        task.getBoolean("cancelOnDisconnect"),
        Duration.ofSeconds(task.getLong("leaseSeconds")),
        task.getInteger("maxAttempts"));
  }
}
