package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.MessageSend;
import dev.roost.protocol.Payload;
import dev.roost.protocol.StateRestore;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import java.util.Objects;

/**
 * What a message says over WebSocket that it need not say over HTTP: whether it wants its answer in
 * chunks, and, if it does something, that it wants to be acknowledged.
 */
final class SocketMessages {
  private SocketMessages() {}

  /** Wants one answer, unless the program has said otherwise. */
  static OutgoingMessage whole(OutgoingMessage message) {
    return message.envelope().payload() instanceof TaskRequest task
            && (task.config() == null || task.config().streaming() == null)
        ? with(message, streaming(task, false))
        : with(message, message.envelope().payload());
  }

  /** Wants its answer in chunks. */
  static OutgoingMessage inChunks(OutgoingMessage message) {
    return message.envelope().payload() instanceof TaskRequest task
        ? with(message, streaming(task, true))
        : with(message, message.envelope().payload());
  }

  private static TaskRequest streaming(TaskRequest task, boolean value) {
    TaskConfig config = Objects.requireNonNullElse(task.config(), TaskConfig.NONE);
    return task.withConfig(config.withStreaming(value));
  }

  private static OutgoingMessage with(OutgoingMessage message, Payload payload) {
    Envelope envelope = message.envelope();
    Envelope asking =
        new Envelope(
            envelope.id(),
            envelope.asapVersion(),
            envelope.timestamp(),
            envelope.sender(),
            envelope.recipient(),
            envelope.payloadType(),
            payload,
            envelope.correlationId(),
            envelope.traceId(),
            envelope.requiresAck() || doesSomething(payload),
            envelope.extensions());
    return new OutgoingMessage(asking, message.idempotencyKey(), message.timeout());
  }

  private static boolean doesSomething(Payload payload) {
    return payload instanceof TaskRequest
        || payload instanceof TaskCancel
        || payload instanceof StateRestore
        || payload instanceof MessageSend;
  }
}
