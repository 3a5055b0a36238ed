package dev.roost.launcher;

import io.vertx.core.json.JsonObject;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What was asked for did not work; the message is for the user, who needs no stack trace. */
public final class OperationFailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient JsonObject details;

  /** Without details for machines. */
  public OperationFailedException(String message) {
    this(message, new JsonObject().put("message", message), null);
  }

  /**
   * @param details the same for machines
   */
  public OperationFailedException(String message, JsonObject details, @Nullable Throwable cause) {
    super(message, cause);
    this.details = details;
  }

  /** The failure for machines to read. */
  public JsonObject details() {
    return details;
  }
}
