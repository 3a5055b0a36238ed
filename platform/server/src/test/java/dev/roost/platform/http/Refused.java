package dev.roost.platform.http;

import java.util.List;
import java.util.stream.Stream;

/**
 * A request that two servers could read differently, with a second one hidden behind or within it.
 *
 * @param name the rule that it breaks, and how
 * @param status what it is answered with
 * @param own its own bytes, which are refused whatever follows
 * @param behind what follows
 */
public record Refused(String name, int status, String own, String behind) {
  /** All there are for a port. */
  public static List<Refused> all(Target target, HiddenRequest hidden) {
    return Stream.of(
            new RefusedHeads(target, hidden).all(), new RefusedBodies(target, hidden).all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Where they go.
   *
   * @param host a host that is served there
   * @param post a path that takes bodies
   * @param get a path that takes none
   */
  public record Target(String host, String post, String get) {
    /** The main port. */
    public static final Target MAIN = new Target("x", "/asap", "/health");

    /** The management port. */
    public static final Target MANAGEMENT = new Target("localhost", "/api/calls", "/api/verticles");

    String get(String headers) {
      return "GET " + get + " HTTP/1.1\r\n" + headers + "\r\n";
    }

    String post(String headers) {
      return "POST " + post + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n";
    }

    String oldPost(String headers) {
      return "POST " + post + " HTTP/1.0\r\n" + headers + "\r\n";
    }

    String chunked(String body) {
      return post("Transfer-Encoding: chunked\r\n") + body;
    }
  }

  /** All bytes. */
  public String text() {
    return own + behind;
  }

  @Override
  public String toString() {
    return name;
  }
}
