package dev.roost.bench.bare;

import org.jspecify.annotations.Nullable;

/** The parts of a JSON-RPC request that an answer needs. */
public record BareRequest(
    @Nullable String id,
    @Nullable String method,
    @Nullable String envelopeId,
    @Nullable String version,
    @Nullable String timestamp,
    @Nullable String sender,
    @Nullable String recipient,
    @Nullable String payloadType,
    @Nullable String conversationId,
    @Nullable String skillId,
    @Nullable Input input,
    @Nullable String traceId) {
  /** What the skill is given. */
  public record Input(
      @Nullable String message,
      @Nullable String language,
      int maxWords,
      double temperature,
      boolean stream) {}
}
