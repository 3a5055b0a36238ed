package dev.roost.launcher.check;

/** Whose checks they are; each suite has a score of its own. */
public enum Suite {
  /** The reference's package {@code asap-compliance}. */
  ASAP_COMPLIANCE("asap-compliance"),
  /** The harness in the reference itself: its {@code asap compliance-check}. */
  HARNESS_V2("harness-v2"),
  /** What both leave out. */
  INTEROP("interop");

  private final String label;

  Suite(String label) {
    this.label = label;
  }

  /** Its name in reports. */
  public String label() {
    return label;
  }
}
