package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the gateway answers. {@link dev.roost.protocol.json.JsonRpcWriter} turns it into bytes. */
public sealed interface Reply {
  /**
   * An envelope.
   *
   * @param id the request's JSON-RPC id: a String or an integral Number
   * @param envelope the answer
   */
  record Result(Object id, Envelope envelope) implements Reply {
    /** Refuses missing parts. */
    public Result {
      requireNonNull(id, "id");
      requireNonNull(envelope, "envelope");
    }
  }

  /**
   * An error.
   *
   * @param id the request's JSON-RPC id, null if it could not be read
   * @param error the error
   */
  record Error(@Nullable Object id, RpcError error) implements Reply {
    /** Refuses missing parts. */
    public Error {
      requireNonNull(error, "error");
    }
  }

  /**
   * A task's result in chunks.
   *
   * @param id the request's JSON-RPC id: a String or an integral Number
   * @param chunks envelopes that carry a {@link dev.roost.protocol.TaskStream}; the last says so
   */
  record Stream(Object id, EnvelopeStream chunks) implements Reply {
    /** Refuses missing parts. */
    public Stream {
      requireNonNull(id, "id");
      requireNonNull(chunks, "chunks");
    }
  }

  /**
   * The answers of a batch, in the order of the requests.
   *
   * @param replies one per request; each is a result or an error
   */
  record Batch(List<Reply> replies) implements Reply {
    /** Copies the list. */
    public Batch {
      replies = List.copyOf(replies);
    }
  }
}
