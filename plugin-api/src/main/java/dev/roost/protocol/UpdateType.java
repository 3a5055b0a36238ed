package dev.roost.protocol;

/** What a {@link TaskUpdate} tells. */
public enum UpdateType implements WireName {
  /** How far the task is. */
  PROGRESS("progress"),
  /** The task waits for an answer. */
  INPUT_REQUIRED("input_required"),
  /** The task went to another state. */
  STATUS_CHANGE("status_change");

  private final String wireName;

  UpdateType(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
