package dev.roost.platform.gateway;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By which name a request is known when it is sent again. What the program that calls has chosen
 * ({@code config.idempotency_key}) goes before what its client library made up. A message that is
 * sent until it is acknowledged, or that is to outlive the process, is known by its envelope's id.
 */
final class RequestKeys {
  private static final int MAX_LENGTH = 256;

  private RequestKeys() {}

  /**
   * The key of a request; empty if it has none.
   *
   * @param beside the key that came beside the message
   * @param durable whether its task is to outlive the process
   * @throws AsapException -32602 if the key is empty or longer than {@value #MAX_LENGTH}
   */
  static Optional<Key> of(
      JsonRpcRequest.Send request, Optional<String> beside, Principal principal, boolean durable) {
    Envelope envelope = request.envelope();
    Optional<String> chosen =
        Optional.ofNullable(configured(envelope))
            .or(request::idempotencyKey)
            .or(() -> beside)
            .map(RequestKeys::checked)
            .map(key -> "key:" + key);
    return chosen
        .or(() -> byId(envelope, durable))
        .map(key -> new Key(caller(principal, envelope), key));
  }

  private static Optional<String> byId(Envelope envelope, boolean durable) {
    return envelope.requiresAck() || durable
        ? Optional.of("id:" + envelope.id())
        : Optional.empty();
  }

  private static @Nullable String configured(Envelope envelope) {
    TaskConfig config = envelope.payload() instanceof TaskRequest task ? task.config() : null;
    return config == null ? null : config.idempotencyKey();
  }

  /** Somebody who proved nothing is who they say. */
  private static String caller(Principal principal, Envelope envelope) {
    return principal.equals(Principal.ANONYMOUS)
        ? principal.subject() + ' ' + envelope.sender()
        : principal.subject();
  }

  private static String checked(String key) {
    if (key.isEmpty() || key.length() > MAX_LENGTH) {
      throw new AsapException(
          RpcError.invalidParams(
              "An idempotency key must have 1 to " + MAX_LENGTH + " characters"));
    }
    return key;
  }
}
