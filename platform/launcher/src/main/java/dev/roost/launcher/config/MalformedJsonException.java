package dev.roost.launcher.config;

import com.fasterxml.jackson.core.JsonLocation;
import java.io.Serial;

/** A text is not JSON; says where it goes wrong. */
final class MalformedJsonException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  MalformedJsonException(String problem, JsonLocation where) {
    super(problem);
    this.line = where.getLineNr();
    this.column = where.getColumnNr();
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }
}
