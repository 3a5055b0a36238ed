package dev.roost.platform.webhook;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** What is kept of an answer: its beginning, as one line of text, without what must not be told. */
final class Excerpt {
  private static final int SHORTEST_SECRET = 4;

  private Excerpt() {}

  /**
   * Of an answer.
   *
   * @param body its beginning
   * @param secrets what a receiver may have sent back to us
   * @param max characters of it
   */
  static String of(int status, Buffer body, Collection<String> secrets, int max) {
    String text = body.toString(StandardCharsets.UTF_8);
    for (String secret : secrets) {
      text = secret.length() < SHORTEST_SECRET ? text : text.replace(secret, "***");
    }
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\uFFFD\\s]+", " ").strip();
    String told = line.substring(0, Math.min(max, line.length()));
    return told.isEmpty() ? "status " + status : "status " + status + ": " + told;
  }
}
