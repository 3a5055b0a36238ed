package dev.roost.outbound;

import java.util.Optional;
import java.util.Set;

/** What of a URL is refused before anything is resolved: scheme, port, and names of the inside. */
final class TargetPolicy {
  private static final int ALTERNATIVE_HTTPS_PORT = 8_443;
  private static final int FIRST_FREE_PORT = 1_024;

  /** Ports from 1024 on where no web server listens: Docker, NATS, databases, IRC, kubelet. */
  private static final Set<Integer> NOT_WEB_PORTS = Set.of(2375, 4222, 5432, 6379, 6667, 10250);

  /** Ends of names that mean this machine, this network, or nothing. */
  private static final Set<String> INNER_DOMAINS =
      Set.of(
          "localhost",
          "localdomain",
          "local",
          "internal",
          "home.arpa",
          "onion",
          "svc",
          "cluster.local",
          "test",
          "invalid");

  private final boolean allowHttp;

  TargetPolicy(boolean allowHttp) {
    this.allowHttp = allowHttp;
  }

  /** Why a URL is refused; empty if it is not. */
  Optional<String> refusal(HttpUrl url) {
    if (!url.tls() && !allowHttp) {
      return Optional.of("the scheme is not https");
    } else if (!isWebPort(url)) {
      return Optional.of("the port is not one of the web");
    } else if (url.address().isEmpty() && isInner(url.host())) {
      return Optional.of("the name is one of an inner network");
    }
    return Optional.empty();
  }

  private boolean isWebPort(HttpUrl url) {
    int port = url.port();
    return port == HttpUrl.HTTPS_PORT
        || port == ALTERNATIVE_HTTPS_PORT
        || port == HttpUrl.HTTP_PORT && !url.tls()
        || port >= FIRST_FREE_PORT && !NOT_WEB_PORTS.contains(port);
  }

  private static boolean isInner(String name) {
    return name.indexOf('.') < 0
        || INNER_DOMAINS.stream().anyMatch(domain -> name.endsWith("." + domain));
  }
}
