package dev.roost.client;

/** An answer of status 200 is no stream of events. */
final class NoEventsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpAnswer answer;

  NoEventsException(HttpAnswer answer) {
    super("no stream of events", null, false, false);
    this.answer = answer;
  }

  HttpAnswer answer() {
    return answer;
  }
}
