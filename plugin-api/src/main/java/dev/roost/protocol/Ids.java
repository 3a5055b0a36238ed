package dev.roost.protocol;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;

/** Makes identifiers: ULIDs, 26 characters of Crockford's base 32, upper case. */
public final class Ids {
  private Ids() {}

  /** A ULID from a fast random source: unique, not secret. For envelopes and messages. */
  public static String next() {
    return Ulid.fast().toString();
  }

  /**
   * A ULID whose 80 random bits come from a secure source, behind {@code prefix}. For ids whose
   * knowledge gives a right, such as task ids.
   *
   * @param prefix conventionally {@code task_}, {@code conv_}, {@code msg_}, {@code art_}, {@code
   *     snap_}
   */
  public static String secret(String prefix) {
    return prefix + UlidCreator.getUlid();
  }
}
