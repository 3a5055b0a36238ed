package dev.roost.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How a task is to be run. Every part may be absent.
 *
 * @param timeoutSeconds how long the task may take, in seconds, at least 1
 * @param priority suggested values: {@code low}, {@code normal}, {@code high}
 * @param idempotencyKey the caller's key for "the same request again"
 * @param streaming whether the caller wants the result in chunks
 * @param persistState whether the task must survive a crash
 * @param model a language model to use
 * @param temperature the model's temperature, 0 to 2
 * @param callback where the caller wants to be told of the task
 */
public record TaskConfig(
    @Nullable Long timeoutSeconds,
    @Nullable String priority,
    @Nullable String idempotencyKey,
    @Nullable Boolean streaming,
    @Nullable Boolean persistState,
    @Nullable String model,
    @Nullable Double temperature,
    @Nullable TaskCallback callback) {
  /** A configuration that says nothing. */
  public static final TaskConfig NONE = new TaskConfig(null, null, null, null, null, null, null);

  /** Without a callback. */
  public TaskConfig(
      @Nullable Long timeoutSeconds,
      @Nullable String priority,
      @Nullable String idempotencyKey,
      @Nullable Boolean streaming,
      @Nullable Boolean persistState,
      @Nullable String model,
      @Nullable Double temperature) {
    this(
        timeoutSeconds,
        priority,
        idempotencyKey,
        streaming,
        persistState,
        model,
        temperature,
        null);
  }

  /** The same with another limit of time. */
  public TaskConfig withTimeoutSeconds(long seconds) {
    return with(seconds, streaming, callback);
  }

  /** The same, with or without chunks. */
  public TaskConfig withStreaming(boolean value) {
    return with(timeoutSeconds, value, callback);
  }

  /** The same with another callback. */
  public TaskConfig withCallback(@Nullable TaskCallback other) {
    return with(timeoutSeconds, streaming, other);
  }

  private TaskConfig with(
      @Nullable Long seconds, @Nullable Boolean chunks, @Nullable TaskCallback other) {
    return new TaskConfig(
        seconds, priority, idempotencyKey, chunks, persistState, model, temperature, other);
  }
}
