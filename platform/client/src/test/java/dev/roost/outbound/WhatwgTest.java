package dev.roost.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is taken, the parser of browsers takes and reads alike. */
@Tag("interop")
class WhatwgTest {
  private static final int EACH = 20_000;
  private static final long SEED = 20_261_124;

  @TempDir private Path folder;

  private static List<String> urls() {
    UrlMaker maker = new UrlMaker(SEED);
    List<String> samples = UrlListTest.all().stream().map(UrlCase::url).toList();
    Stream<String> changed =
        IntStream.range(0, EACH).mapToObj(i -> maker.changed(samples.get(i % samples.size())));
    Stream<String> parts = Stream.generate(maker::ofParts).limit(EACH);
    Stream<String> letters = Stream.generate(maker::ofLetters).limit(EACH);
    return Stream.of(samples.stream(), changed, parts, letters).flatMap(part -> part).toList();
  }

  private static boolean isTaken(String text) {
    try {
      HttpUrl.parse(text);
      return true;
    } catch (InvalidUrlException refused) {
      return false;
    }
  }

  @Test
  void whatIsTakenIsReadAlike() throws Exception {
    // Given
    List<String> taken = urls().stream().filter(WhatwgTest::isTaken).toList();
    List<String> written = taken.stream().map(text -> HttpUrl.parse(text).toString()).toList();

    // When
    JsonArray read = WhatwgUrls.read(taken, folder);
    JsonArray readAgain = WhatwgUrls.read(written, folder);

    // Then
    List<String> different = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      HttpUrl url = HttpUrl.parse(taken.get(i));
      boolean alike =
          isAlike(url, taken.get(i), read.getJsonObject(i))
              && isAlike(url, written.get(i), readAgain.getJsonObject(i));
      if (!alike) {
        different.add(taken.get(i) + " is " + read.getValue(i));
      }
    }
    assertThat(different).isEmpty();
    assertThat(taken).hasSizeGreaterThan(EACH / 4);
  }

  /** Browsers may refuse the ASCII form of a name that has no other, but not read another name. */
  private static boolean isAlike(HttpUrl url, String text, @Nullable JsonObject read) {
    if (read == null) {
      return Ascii.lower(text).matches(".*[/.]xn--.*");
    }
    return read.getString("protocol").equals(url.tls() ? "https:" : "http:")
        && read.getString("user").isEmpty()
        && read.getString("hash").isEmpty()
        && host(read.getString("hostname")).equals(url.host())
        && port(read) == url.port()
        && read.getString("target").equals(repaired(url.target()));
  }

  /** Browsers resolve dots and escape apostrophes; we leave both to the other side. */
  private static String repaired(String target) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question);
    return resolved(path) + query.replace("'", "%27");
  }

  private static String resolved(String path) {
    Deque<String> kept = new ArrayDeque<>();
    List<String> segments = List.of(path.substring(1).split("/", -1));
    for (int i = 0; i < segments.size(); i++) {
      String dots = segments.get(i).toLowerCase(Locale.ROOT).replace("%2e", ".");
      if (dots.equals("..")) {
        kept.pollLast();
      } else if (!dots.equals(".")) {
        kept.add(segments.get(i));
      }
      if (dots.matches("[.][.]?") && i == segments.size() - 1) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }

  private static int port(JsonObject read) {
    String port = read.getString("port");
    int usual =
        read.getString("protocol").equals("https:") ? HttpUrl.HTTPS_PORT : HttpUrl.HTTP_PORT;
    return port.isEmpty() ? usual : Integer.parseInt(port);
  }

  /** Without brackets, in the one form in which we write addresses. */
  private static String host(String hostname) {
    return hostname.startsWith("[")
        ? IpAddress.parse(hostname.substring(1, hostname.length() - 1)).orElseThrow().text()
        : hostname;
  }
}
