package dev.roost.launcher.check;

import java.io.Serial;

/** A peer breaks a rule. It has no stack trace. */
public final class UnmetException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String where;
  private final String expected;
  private final String came;

  UnmetException(String where, String expected, String came) {
    super(where + ": expected " + expected + ", came " + came, null, false, false);
    this.where = where;
    this.expected = expected;
    this.came = came;
  }

  Finding finding(String advice) {
    return new Finding(where, expected, came, advice);
  }
}
