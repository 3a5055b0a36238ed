package dev.roost.client.oauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A user's browser, as far as a login can see it. */
final class TestingBrowser {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** The parameters of the URL that is to be opened. */
  static Map<String, String> parameters(Login login) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : URI.create(login.url()).getRawQuery().split("&")) {
      String[] parts = pair.split("=", 2);
      values.put(TestingProvider.decoded(parts[0]), TestingProvider.decoded(parts[1]));
    }
    return values;
  }

  HttpResponse<String> get(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Empty if nobody listens any more, or hangs up at once. */
  Optional<HttpResponse<String>> tryGet(String url) {
    try {
      return Optional.of(get(url));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
