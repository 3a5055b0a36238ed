package dev.roost.launcher.check;

/** How the body of an answer came to its end. */
enum Ending {
  /** It is all there. */
  WHOLE("a whole body"),
  /** There was more than is read. */
  TOO_LONG("a body of more than " + (BoundedBody.MAX_BYTES >> 20) + " MiB"),
  /** Its end did not come in time. */
  TIMED_OUT("a body that did not end in time"),
  /** The connection broke before its end. */
  BROKEN("a body that broke off");

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  /** What came. */
  String words() {
    return words;
  }
}
