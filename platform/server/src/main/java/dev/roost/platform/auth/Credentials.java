package dev.roost.platform.auth;

import static java.util.Objects.requireNonNull;

/**
 * What a caller shows: the message on {@code roost.auth.authenticate}.
 *
 * @param authorization the value of the {@code Authorization} header
 */
public record Credentials(String authorization) {
  /** Refuses missing parts. */
  public Credentials {
    requireNonNull(authorization, "authorization");
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "Credentials[***]";
  }
}
