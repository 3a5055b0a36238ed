package dev.roost.outbound;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Whatever the text: it is refused, or it is read in a way in which {@link URI} reads it too, and
 * what is written is read again as the same.
 */
class HttpUrlFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void noOtherParserNamesAnotherHost(FuzzedDataProvider data) {
    String scheme = data.pickValue(new String[] {"https://", "http://", "HTTPS://", ""});
    String text = scheme + data.consumeRemainingAsString();
    HttpUrl url;
    try {
      url = HttpUrl.parse(text);
    } catch (InvalidUrlException refused) {
      return;
    }
    check(HttpUrl.parse(url.toString()).equals(url), text, "is read differently after writing");
    compare(url, uri(url.toString()), text);
    if (Ascii.isAll(text)) {
      compare(url, uri(text), text);
    }
  }

  private static void compare(HttpUrl url, URI uri, String text) {
    check(uri.getHost() != null, text, "has no host for URI");
    check(uri.getUserInfo() == null && uri.getFragment() == null, text, "has more parts for URI");
    check(host(uri).equals(url.host()), text, "has the host " + uri.getHost() + " for URI");
    check(
        url.address().isPresent() == IpAddress.parse(host(uri)).isPresent(),
        text,
        "is an address for one of the two");
    check(uri.getPort() == -1 || uri.getPort() == url.port(), text, "has another port for URI");
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    check((path + query).equals(url.target()), text, "has another path for URI");
  }

  /** Without brackets, in the one form in which we write addresses. */
  private static String host(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return host.startsWith("[")
        ? IpAddress.parse(host.substring(1, host.length() - 1)).map(IpAddress::text).orElse(host)
        : host;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new AssertionError("taken, but not by URI: " + text, e);
    }
  }

  private static void check(boolean holds, String text, String otherwise) {
    if (!holds) {
      throw new AssertionError("taken, but " + otherwise + ": " + text);
    }
  }
}
