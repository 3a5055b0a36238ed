package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser that fills in whatever form it meets, and agrees to everything. */
final class FormBrowser {
  private static final int MAX_PAGES = 20;
  private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

  private final HttpClient http = HttpClient.newBuilder().cookieHandler(new Cookies()).build();
  private final String filledIn;

  /**
   * @param filledIn what it fills in, as part of a form
   */
  FormBrowser(String filledIn) {
    this.filledIn = filledIn;
  }

  /** Loopback is as good as TLS to browsers, so cookies for TLS only are shown to it. */
  private static final class Cookies extends CookieManager {
    @Override
    public void put(URI uri, Map<String, List<String>> headers) throws IOException {
      Map<String, List<String>> taken = new HashMap<>();
      headers.forEach(
          (name, values) ->
              taken.put(name, values.stream().map(value -> value.replace(";Secure", "")).toList()));
      super.put(uri, taken);
    }
  }

  /** Goes from page to page until it is sent to {@code end}, and there. */
  HttpResponse<String> visit(String url, String end) throws IOException, InterruptedException {
    HttpResponse<String> page = send(HttpRequest.newBuilder(URI.create(url)).build());
    for (int i = 0; i < MAX_PAGES; i++) {
      if (page.uri().toString().startsWith(end)) {
        return page;
      }
      page = send(next(page));
    }
    throw new AssertionError("does not come to an end: " + page.body());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest next(HttpResponse<String> page) {
    if (page.statusCode() / 100 == 3) {
      String location = page.headers().firstValue("Location").orElseThrow();
      return HttpRequest.newBuilder(page.uri().resolve(location)).build();
    }
    Matcher action = ACTION.matcher(page.body());
    assertThat(action.find()).as(page.statusCode() + " " + page.body()).isTrue();
    return HttpRequest.newBuilder(page.uri().resolve(action.group(1).replace("&amp;", "&")))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form(page.body())))
        .build();
  }

  private String form(String page) {
    StringBuilder form = new StringBuilder(filledIn);
    Matcher hidden = HIDDEN.matcher(page);
    while (hidden.find()) {
      form.append('&')
          .append(hidden.group(1))
          .append('=')
          .append(URLEncoder.encode(hidden.group(2), StandardCharsets.UTF_8));
    }
    return form.toString();
  }
}
