package dev.roost.spi;

import java.util.Set;

/** What a caller may do, each more than the one before. */
public enum Scope {
  /** Look at what is there. */
  READ("asap:read"),
  /** Send messages. */
  EXECUTE("asap:execute"),
  /** Change how the node works. */
  ADMIN("asap:admin");

  private final String spelling;

  Scope(String spelling) {
    this.spelling = spelling;
  }

  /** Its name in tokens. */
  public String spelling() {
    return spelling;
  }

  /** Says whether it, or one that is more, is among {@code granted}; names match whole. */
  public boolean isIn(Set<String> granted) {
    for (Scope scope : values()) {
      if (scope.compareTo(this) >= 0 && granted.contains(scope.spelling)) {
        return true;
      }
    }
    return false;
  }
}
