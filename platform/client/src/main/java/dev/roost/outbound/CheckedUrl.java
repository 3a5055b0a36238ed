package dev.roost.outbound;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A URL that may be used now, and the addresses to which it may be used.
 *
 * @param url the URL
 * @param addresses all of them passed, at least one; IPv4 first
 */
public record CheckedUrl(HttpUrl url, List<IpAddress> addresses) {
  /** Refuses missing parts and copies the list. */
  public CheckedUrl {
    requireNonNull(url, "url");
    addresses = List.copyOf(addresses);
  }
}
