package dev.roost.protocol.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.RpcError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON-RPC requests, one or a batch, straight into typed envelopes. */
public final class JsonRpcReader {
  private final int maxBatch;
  private final boolean echo;
  private final boolean callbacks;

  /**
   * Of requests whose {@code config} is closed, as the reference's.
   *
   * @param maxBatch how many requests a batch may hold
   * @param echo whether errors may repeat the client's input; for debugging only
   */
  public JsonRpcReader(int maxBatch, boolean echo) {
    this(maxBatch, echo, false);
  }

  /**
   * Of requests.
   *
   * @param maxBatch how many requests a batch may hold
   * @param echo whether errors may repeat the client's input; for debugging only
   * @param callbacks whether their {@code config} may hold a callback
   */
  public JsonRpcReader(int maxBatch, boolean echo, boolean callbacks) {
    this.maxBatch = maxBatch;
    this.echo = echo;
    this.callbacks = callbacks;
  }

  /** What a text holds. */
  public sealed interface Incoming {
    /** One request. */
    record Single(JsonRpcRequest request) implements Incoming {}

    /** Several requests, at least one. */
    record Batch(List<JsonRpcRequest> requests) implements Incoming {
      /** Copies the list. */
      public Batch {
        requests = List.copyOf(requests);
      }
    }
  }

  /** Reads a text. Never fails: what is wrong is told by {@link JsonRpcRequest.Invalid}. */
  public Incoming read(Buffer text) {
    try {
      JsonInput in = JsonInput.of(text.getBytes(), callbacks);
      Incoming incoming =
          in.token() == JsonToken.START_ARRAY
              ? batch(in)
              : new Incoming.Single(JsonRpcRequestReader.read(in, echo));
      in.end();
      return incoming;
    } catch (InvalidJsonException e) {
      return refused(RpcError.parseError(e.reason()));
    }
  }

  private Incoming batch(JsonInput in) {
    List<JsonRpcRequest> requests = new ArrayList<>();
    int size = 0;
    while (in.next() != JsonToken.END_ARRAY) {
      size++;
      if (size > maxBatch) {
        in.skip();
      } else if (in.token() == JsonToken.START_OBJECT) {
        requests.add(JsonRpcRequestReader.read(in, echo));
      } else {
        in.skip();
        requests.add(invalid(new RpcError(RpcError.INVALID_REQUEST, "Invalid request", null)));
      }
    }
    if (size == 0) {
      return refused(batchError("empty batch"));
    }
    if (size > maxBatch) {
      return refused(batchError("batch size " + size + " exceeds max " + maxBatch));
    }
    return new Incoming.Batch(requests);
  }

  private static RpcError batchError(String reason) {
    return RpcError.invalidRequest(new JsonObject().put("reason", reason));
  }

  private static Incoming refused(RpcError error) {
    return new Incoming.Single(invalid(error));
  }

  private static JsonRpcRequest invalid(RpcError error) {
    return new JsonRpcRequest.Invalid(null, error, false);
  }
}
