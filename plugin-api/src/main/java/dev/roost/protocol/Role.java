package dev.roost.protocol;

/** Who wrote a message. */
public enum Role implements WireName {
  /** A person, or an agent on behalf of one. */
  USER("user"),
  /** An agent. */
  ASSISTANT("assistant"),
  /** The platform or an operator. */
  SYSTEM("system");

  private final String wireName;

  Role(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
