package dev.roost.protocol;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a task cost. Every part may be absent; none is negative.
 *
 * @param durationMs wall time, in milliseconds
 * @param tokensIn tokens read by a model
 * @param tokensOut tokens written by a model
 * @param tokensUsed tokens in all
 * @param apiCalls calls to other services
 * @param more further figures; the protocol leaves this object open
 */
public record TaskMetrics(
    @Nullable Long durationMs,
    @Nullable Long tokensIn,
    @Nullable Long tokensOut,
    @Nullable Long tokensUsed,
    @Nullable Long apiCalls,
    JsonObject more) {}
