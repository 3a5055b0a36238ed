package dev.roost.launcher.check;

import java.io.Serial;

/** A rule is not about this peer. It has no stack trace. */
public final class NotApplicableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  NotApplicableException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
