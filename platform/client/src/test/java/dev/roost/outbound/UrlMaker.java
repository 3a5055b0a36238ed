package dev.roost.outbound;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes up URLs, good, odd and bad ones; the same for the same seed. */
final class UrlMaker {
  private static final List<String> SCHEMES =
      List.of("https://", "http://", "HTTPS://", "hTTp://", "https:", "https:///", "http:/\\");
  private static final List<String> HOSTS =
      List.of(
          "good.example",
          "GOOD.Example",
          "a",
          "localhost",
          "127.0.0.1",
          "127.1",
          "0x7f.0.0.1",
          "0177.0.0.1",
          "2130706433",
          "1.2.3.4.5",
          "256.0.0.1",
          "1.2.3.4.",
          "good.example.",
          "a..b",
          "-a.b",
          "a-.b",
          "a--b.c",
          "xn--mnchen-3ya.de",
          "xn--a.b",
          "xn--.b",
          "xn--999999.b",
          "XN--MNCHEN-3YA.de",
          "a_b.c",
          "1.x",
          "1.0x1",
          "x.0x",
          "x.1a",
          "[::1]",
          "[::]",
          "[1::2:3]",
          "[1:2:3:4:5:6:7:8]",
          "[::ffff:1.2.3.4]",
          "[::1.2.3.4]",
          "[FE80::1]",
          "[fe80::1%25en0]",
          "[1::2::3]",
          "[12345::]",
          "[v1.a]",
          "[::1",
          "::1",
          "m\u00fcnchen.de",
          "M\u00dcNCHEN.de",
          "stra\u00dfe.de",
          "\uff41.de",
          "a\u3002b",
          "\u2100.de",
          "\u0131.de",
          "\u212a.de",
          "a\u00adb.de");
  private static final List<String> PORTS =
      List.of(
          "", "", "", ":", ":80", ":443", ":8443", ":0", ":080", ":65535", ":65536", ":+1", ":8x");
  private static final List<String> PATHS =
      List.of(
          "",
          "/",
          "//",
          "/a",
          "/a/b/",
          "/a//b",
          "/./a",
          "/a/..",
          "/a/../b",
          "/...",
          "/.a",
          "/a.",
          "/..a/",
          "/%2e",
          "/%2E%2e/a",
          "/a/.%2e",
          "/a%2fb",
          "/%",
          "/%4",
          "/%zz",
          "/%c3%bc",
          "/\u00fc",
          "/a b",
          "/a;b=c",
          "/a:b@c",
          "/'",
          "/!$&()*+,=~",
          "/a\\b",
          "/{a}",
          "/a|b",
          "/a^b",
          "/a`b",
          "/\"",
          "/a\tb");
  private static final List<String> QUERIES =
      List.of(
          "",
          "",
          "",
          "?",
          "??",
          "?a=b",
          "?a=b&c=d",
          "?'",
          "?a/../b",
          "?%27",
          "?a b",
          "?\u00fc",
          "?a#b",
          "#",
          "?[a]",
          "?<>",
          "?a|b");

  private static final int MOST_LETTERS = 3;

  /** Most scripts are below. */
  private static final int MANY_SCRIPTS = 0x3200;

  private final Random random;

  UrlMaker(long seed) {
    this.random = new Random(seed);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Put together from parts that parsers disagree about. */
  String ofParts() {
    return any(SCHEMES) + any(HOSTS) + any(PORTS) + any(PATHS) + any(QUERIES);
  }

  /** Another one with a few characters more, fewer or others. */
  String changed(String url) {
    StringBuilder text = new StringBuilder(url);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(text.length() + 1);
      int length = Math.min(random.nextInt(2), text.length() - at);
      text.replace(at, at + length, random.nextInt(3) == 0 ? "" : character());
    }
    return text.toString();
  }

  /** Of printable ASCII for the most part. */
  private String character() {
    return Character.toString(
        random.nextInt(8) == 0 ? letter() : ' ' + random.nextInt('~' - ' ' + 1));
  }

  /** With a name of letters, and of the marks that go with them, of any script. */
  String ofLetters() {
    String label =
        IntStream.rangeClosed(0, random.nextInt(MOST_LETTERS))
            .mapToObj(index -> Character.toString(letter()))
            .collect(Collectors.joining());
    return "https://" + label + ".example/";
  }

  private int letter() {
    int point = 0;
    while (!Character.isLetter(point) && !isMark(point)) {
      point = random.nextInt(random.nextBoolean() ? MANY_SCRIPTS : Character.MAX_CODE_POINT + 1);
    }
    return point;
  }

  private static boolean isMark(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }
}
