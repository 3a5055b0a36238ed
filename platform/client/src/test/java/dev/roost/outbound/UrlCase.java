package dev.roost.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One line of a list: a URL, what the name server answers, and what is to become of it. */
record UrlCase(String id, String url, String dns, String expected) {
  private static final int ID = 0;
  private static final int URL = 2;
  private static final int DNS = 3;
  private static final int EXPECTED = 4;

  static List<UrlCase> list(String resource) {
    try (InputStream in = UrlCase.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split("\t", -1))
          .map(row -> new UrlCase(row[ID], unescaped(row[URL]), row[DNS], row[EXPECTED]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unescaped(String text) {
    return text.replace("\\\\", "\u0000")
        .replace("\\t", "\t")
        .replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\u0000", "\\");
  }

  /** Whether no name is looked up. */
  boolean endsBeforeResolution() {
    return dns.equals("-");
  }

  @Override
  public String toString() {
    return id + " " + (url.length() > 60 ? url.substring(0, 60) + "..." : url);
  }
}
