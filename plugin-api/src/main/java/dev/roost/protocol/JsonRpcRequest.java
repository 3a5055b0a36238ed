package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One JSON-RPC request, as far as it could be understood. */
public sealed interface JsonRpcRequest {
  /** The only method that the protocol knows. */
  String METHOD = "asap.send";

  /** The request's id: a String or an integral Number; null if it could not be read. */
  @Nullable Object id();

  /**
   * A request that can be carried out.
   *
   * @param id a String or an integral Number
   * @param envelope what is sent
   * @param idempotencyKey the caller's key for "the same request again", from the parameters
   * @param from the sequence of the last chunk that the caller has, when it asks again for the same
   *     result in chunks; 0 for all of them
   */
  record Send(Object id, Envelope envelope, Optional<String> idempotencyKey, long from)
      implements JsonRpcRequest {
    /** Refuses missing parts. */
    public Send {
      requireNonNull(id, "id");
      requireNonNull(envelope, "envelope");
      requireNonNull(idempotencyKey, "idempotencyKey");
    }
  }

  /**
   * A request that cannot be carried out.
   *
   * @param id a String or an integral Number, null if it could not be read
   * @param error why
   * @param afterIdentity whether only a caller that has proved who it is may learn why: true for
   *     faults of the envelope, false for faults of the JSON-RPC frame
   */
  record Invalid(@Nullable Object id, RpcError error, boolean afterIdentity)
      implements JsonRpcRequest {
    /** Refuses missing parts. */
    public Invalid {
      requireNonNull(error, "error");
    }
  }
}
