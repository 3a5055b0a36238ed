package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Who sent a message, as far as the transport can tell.
 *
 * @param binding the transport's name, such as {@code http}
 * @param address where it came from, for people and for limits per client
 * @param authorization the value of the {@code Authorization} header, or what the transport has in
 *     its place
 */
public record Caller(String binding, String address, Optional<String> authorization) {
  /** Refuses missing parts. */
  public Caller {
    requireNonNull(binding, "binding");
    requireNonNull(address, "address");
    requireNonNull(authorization, "authorization");
  }

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "Caller[" + binding + ", " + address + "]";
  }
}
