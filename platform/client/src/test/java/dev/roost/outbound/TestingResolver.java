package dev.roost.outbound;

import io.vertx.core.Future;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Answers as a test wrote down: {@code NX}, addresses between commas, and one answer after the
 * other between {@code then}; the last one stays.
 */
final class TestingResolver implements NameResolver {
  private final List<String> script;
  private final List<String> asked = new ArrayList<>();

  private TestingResolver(List<String> script) {
    this.script = script;
  }

  static TestingResolver of(String script) {
    return new TestingResolver(List.of(script.split(" then ")));
  }

  @Override
  public synchronized Future<List<IpAddress>> resolve(String name) {
    String answer = script.get(Math.min(asked.size(), script.size() - 1));
    asked.add(name);
    return answer.equals("NX")
        ? Future.failedFuture(new UnknownHostException("no such name"))
        : Future.succeededFuture(addresses(answer));
  }

  static List<IpAddress> addresses(String answer) {
    return Stream.of(answer.split(",")).map(TestingResolver::address).toList();
  }

  /** Also the forms that the strict reader refuses, since name servers can send their bytes. */
  private static IpAddress address(String text) {
    return text.startsWith("::ffff:") && text.contains(".")
        ? new IpAddress(true, 0, 0xffffL << 32 | IpAddress.valueOf(text.substring(7)).low())
        : IpAddress.valueOf(text);
  }

  /** The names for which it was asked. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }
}
