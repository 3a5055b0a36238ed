package dev.roost.spi;

import static java.util.Objects.requireNonNull;

/** What became of a task that was to be taken in: {@link TaskStore#admit}. */
public sealed interface Admission {
  /**
   * It is kept.
   *
   * @param lease its first
   */
  record Taken(Lease lease) implements Admission {
    /** Refuses missing parts. */
    public Taken {
      requireNonNull(lease, "lease");
    }
  }

  /**
   * Its key is taken, so nothing was kept.
   *
   * @param claim what is known of the key
   */
  record Known(IdempotencyStore.Claim claim) implements Admission {
    /** Refuses missing parts. */
    public Known {
      requireNonNull(claim, "claim");
    }
  }
}
