package dev.roost.platform.http;

/** A request that is answered with a status and {@code {"detail": ...}}. It has no stack trace. */
final class HttpFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final boolean closing;

  private HttpFailure(int status, boolean closing, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.closing = closing;
  }

  static HttpFailure of(int status, String detail) {
    return new HttpFailure(status, false, detail);
  }

  /** The rest of the body will not be read, so the connection is of no further use. */
  static HttpFailure closing(int status, String detail) {
    return new HttpFailure(status, true, detail);
  }

  static HttpFailure tooLarge(long size, long max) {
    return closing(413, "Request size (" + size + " bytes) exceeds maximum (" + max + " bytes)");
  }

  int status() {
    return status;
  }

  boolean isClosing() {
    return closing;
  }
}
