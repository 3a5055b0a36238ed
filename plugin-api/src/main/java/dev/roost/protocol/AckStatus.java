package dev.roost.protocol;

/** What became of an envelope that asked for an acknowledgement. */
public enum AckStatus implements WireName {
  /** The envelope is valid and was taken. */
  RECEIVED("received"),
  /** The envelope was handled. */
  PROCESSED("processed"),
  /** The envelope was refused. */
  REJECTED("rejected");

  private final String wireName;

  AckStatus(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
