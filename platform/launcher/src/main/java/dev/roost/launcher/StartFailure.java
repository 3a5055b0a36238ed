package dev.roost.launcher;

import dev.roost.launcher.config.PlatformConfig;
import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says why the platform did not start, and what to do about it. */
public final class StartFailure {
  private static final Set<String> LISTENING = Set.of("http", "management");

  private StartFailure() {}

  /** The failure for the operator. */
  public static OperationFailedException explain(Throwable failure, PlatformConfig config) {
    String message =
        failure instanceof VerticleFailedException verticle && isBind(verticle.getCause())
            ? bind(verticle, config)
            : "The platform did not start: " + text(failure);
    return new OperationFailedException(message, new JsonObject().put("message", message), failure);
  }

  private static boolean isBind(@Nullable Throwable cause) {
    return cause instanceof BindException || (cause != null && isBind(cause.getCause()));
  }

  private static String bind(VerticleFailedException failure, PlatformConfig config) {
    String name = failure.verticle();
    if (!LISTENING.contains(name)) {
      return "The platform did not start: " + text(failure);
    }
    JsonObject section = config.section(name);
    String host = section.getString("host");
    int port = section.getInteger("port");
    if (rootMessage(failure).contains("in use")) {
      return "Port %d is in use (%s.port); stop what listens there, or choose another port: --set %s.port=%d"
          .formatted(port, name, name, port + 1);
    }
    return "Cannot listen on %s, port %d (%s.host, %s.port): %s"
        .formatted(host, port, name, name, rootMessage(failure));
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    Throwable cause = failure.getCause();
    return cause == null || message.contains(String.valueOf(cause.getMessage()))
        ? message
        : message + ": " + text(cause);
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? String.valueOf(failure.getMessage()) : rootMessage(cause);
  }
}
