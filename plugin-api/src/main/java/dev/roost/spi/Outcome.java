package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;

/** How a call ended. */
public sealed interface Outcome {
  /**
   * With an answer.
   *
   * @param envelope the answer to the request that began it
   */
  record Answered(Envelope envelope) implements Outcome {
    /** Refuses missing parts. */
    public Answered {
      requireNonNull(envelope, "envelope");
    }
  }

  /**
   * With an error.
   *
   * @param error as on the wire
   */
  record Refused(RpcError error) implements Outcome {
    /** Refuses missing parts. */
    public Refused {
      requireNonNull(error, "error");
    }

    /** Whether the same request can succeed later. */
    public boolean recoverable() {
      return error.data() != null && Boolean.TRUE.equals(error.data().getValue("recoverable"));
    }
  }

  /**
   * The answer to {@code question}, which asks for the same as the request that began it.
   *
   * @throws AsapException if it ended with an error
   */
  default Envelope answerTo(Envelope question) {
    if (this instanceof Answered answered) {
      return answered.envelope().withCorrelationId(question.id());
    }
    throw new AsapException(((Refused) this).error());
  }
}
