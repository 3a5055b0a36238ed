package dev.roost.protocol.json;

import java.util.List;

/** The JSON does not have the shape of the message. It has no stack trace. */
public final class InvalidMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<ValidationError> faults;

  /** With every fault found. */
  public InvalidMessageException(List<ValidationError> faults) {
    super(describe(faults), null, false, false);
    this.faults = List.copyOf(faults);
  }

  /** Every fault found, in the order of the text; absent keys last in their object. */
  public List<ValidationError> faults() {
    return faults;
  }

  private static String describe(List<ValidationError> faults) {
    ValidationError first = faults.get(0);
    return first.loc() + ": " + first.msg() + (faults.size() > 1 ? " and more" : "");
  }
}
