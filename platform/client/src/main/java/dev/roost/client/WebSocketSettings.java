package dev.roost.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Limits and times of connections by WebSocket.
 *
 * @param connections how many may be open to one peer at once, 10 by default
 * @param window how many messages may be on their way over one connection, 64 by default
 * @param maxCalls how many messages to one peer may be waiting or on their way, 10,000 by default;
 *     one more fails at once
 * @param messagesPerSecond how many messages one connection sends a second, and at once, 100 by
 *     default, as Roost's servers allow; a peer that closes for the rate gets half as many from
 *     then on
 * @param heartbeat how often the peer is asked whether it is there, 20 seconds by default; if
 *     nothing is heard for twice as long, the connection is given up
 * @param idle after how long a connection is closed that nobody uses, 60 seconds by default
 * @param ack after how long a message is sent again that was not acknowledged, 30 seconds by
 *     default; it is sent four times in all
 * @param reconnect when a connection that ended, or did not come about, is tried again; by default
 *     for ever, with pauses of up to half a second to 30 seconds
 */
public record WebSocketSettings(
    int connections,
    int window,
    int maxCalls,
    int messagesPerSecond,
    Duration heartbeat,
    Duration idle,
    Duration ack,
    RetryPolicy reconnect) {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** The settings of a client about which nothing was said. */
  public static final WebSocketSettings DEFAULTS =
      new WebSocketSettings(
          10,
          64,
          10_000,
          100,
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          forEver(Duration.ofMillis(500), Duration.ofSeconds(30)));

  /**
   * @throws IllegalArgumentException if a time or a limit is not positive
   */
  public WebSocketSettings {
    Positive.check("connections", connections);
    Positive.check("window", window);
    Positive.check("maxCalls", maxCalls);
    Positive.check("messagesPerSecond", messagesPerSecond);
    Positive.check("heartbeat", heartbeat);
    Positive.check("idle", idle);
    Positive.check("ack", ack);
    requireNonNull(reconnect, "reconnect");
  }

  /**
   * Never gives up.
   *
   * @param base the bound of the first pause
   * @param max the greatest bound
   */
  public static RetryPolicy forEver(Duration base, Duration max) {
    return new RetryPolicy(Integer.MAX_VALUE, base, max, FOR_EVER, true);
  }

  /** The same with another policy for trying again. */
  public WebSocketSettings withReconnect(RetryPolicy policy) {
    return new WebSocketSettings(
        connections, window, maxCalls, messagesPerSecond, heartbeat, idle, ack, policy);
  }

  /** The same with another bound for messages a second. */
  public WebSocketSettings withMessagesPerSecond(int messages) {
    return new WebSocketSettings(
        connections, window, maxCalls, messages, heartbeat, idle, ack, reconnect);
  }
}
