package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The name of an agent: {@code urn:asap:agent:<name>} with at most one further {@code :<name>},
 * each of lower-case letters, digits and hyphens, at most 256 characters in all.
 *
 * @param value the whole URN
 */
public record AgentUrn(String value) implements Comparable<AgentUrn> {
  /** What every agent URN starts with. */
  public static final String PREFIX = "urn:asap:agent:";

  /** The greatest length, in characters. */
  public static final int MAX_LENGTH = 256;

  /**
   * @throws IllegalArgumentException if {@code value} is not an agent URN
   */
  public AgentUrn {
    requireNonNull(value, "value");
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "not an agent URN (urn:asap:agent:<name>[:<name>], lower case, digits, hyphens): "
              + value);
    }
  }

  /** Shorthand for the constructor. */
  public static AgentUrn of(String value) {
    return new AgentUrn(value);
  }

  /** Says whether {@code value} is an agent URN. */
  public static boolean isValid(String value) {
    return value.length() <= MAX_LENGTH && hasValidForm(value);
  }

  /** Says whether {@code value} has the form of an agent URN, whatever its length. */
  public static boolean hasValidForm(String value) {
    if (!value.startsWith(PREFIX)) {
      return false;
    }
    int segmentLength = 0;
    int colons = 0;
    for (int i = PREFIX.length(); i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ':') {
        colons++;
        if (segmentLength == 0 || colons > 1) {
          return false;
        }
        segmentLength = 0;
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') {
        segmentLength++;
      } else {
        return false;
      }
    }
    return segmentLength > 0;
  }

  /**
   * The agent whose {@link #pathName()} is {@code pathName}.
   *
   * @return empty if no agent can have that name
   */
  public static Optional<AgentUrn> ofPathName(String pathName) {
    String value = PREFIX + pathName.replace('.', ':');
    return isValid(value) ? Optional.of(new AgentUrn(value)) : Optional.empty();
  }

  /** The part after {@code urn:asap:agent:}. */
  public String name() {
    return value.substring(PREFIX.length());
  }

  /**
   * The name as it stands in a URL path ({@code /agents/<name>/asap}): {@code :} written as {@code
   * .}.
   */
  public String pathName() {
    return name().replace(':', '.');
  }

  @Override
  public int compareTo(AgentUrn other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
