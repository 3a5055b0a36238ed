package dev.roost.platform.state.redis;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * Which Redis.
 *
 * @param uri where it is, and who may come in; never in a log
 * @param prefix what all keys begin with
 * @param readers how many read at the same time
 * @param timeout how long a command may take
 */
public record RedisSettings(Secret uri, String prefix, int readers, Duration timeout) {
  private static final String PREFIX = "roost:";
  private static final int READERS = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Refuses missing parts. */
  public RedisSettings {
    requireNonNull(uri, "uri");
    requireNonNull(prefix, "prefix");
    requireNonNull(timeout, "timeout");
  }

  /** As shipped. */
  public static RedisSettings of(Secret uri) {
    return new RedisSettings(uri, PREFIX, READERS, TIMEOUT);
  }

  /** Where it is, for people: without user and password. */
  String place() {
    try {
      URI parsed = new URI(uri.reveal());
      return parsed.getScheme() + "://" + parsed.getHost() + ":" + parsed.getPort();
    } catch (URISyntaxException e) {
      return "an address that is no URI";
    }
  }
}
