package dev.roost.launcher.check;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/** Why a peer gave no answer, for people. */
final class Silence {
  private static final int MAX_CAUSES = 10;

  private Silence() {}

  /** What happened instead of an answer. */
  static String words(Throwable failure) {
    if (find(failure, Silence::isUnknownHost).isPresent()) {
      return "a host name that nobody knows";
    }
    if (find(failure, HttpConnectTimeoutException.class::isInstance).isPresent()) {
      return "no connection in time";
    }
    if (find(failure, ConnectException.class::isInstance).isPresent()) {
      return "a refused connection";
    }
    Optional<Throwable> tls = find(failure, SSLException.class::isInstance);
    if (tls.isPresent()) {
      return "a failure of TLS (" + tls.get().getMessage() + ")";
    }
    return words(failure, String.valueOf(failure.getMessage()));
  }

  private static String words(Throwable failure, String message) {
    if (find(failure, ProtocolException.class::isInstance).isPresent()) {
      return "something that is not HTTP (" + Excerpt.of(message) + ")";
    }
    if (find(failure, EOFException.class::isInstance).isPresent()
        || message.contains("received no bytes")
        || message.contains("Connection reset")) {
      return "a closed connection without an answer";
    }
    return "a failure (" + Excerpt.of(message) + ")";
  }

  private static boolean isUnknownHost(Throwable failure) {
    return failure instanceof UnresolvedAddressException || failure instanceof UnknownHostException;
  }

  private static Optional<Throwable> find(Throwable failure, Predicate<Throwable> wanted) {
    Throwable cause = failure;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (wanted.test(cause)) {
        return Optional.of(cause);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
