package dev.roost.launcher.check;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Nothing can be asked at the URL: the message says why and what to do. */
public final class UnreachableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  UnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
