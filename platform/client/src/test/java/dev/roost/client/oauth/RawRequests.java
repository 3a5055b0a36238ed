package dev.roost.client.oauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** Requests that no client library would send. */
final class RawRequests {
  private RawRequests() {}

  static HttpResponse<String> get(String url, String query) {
    URI uri = URI.create(url);
    String head = "GET " + uri.getPath() + "?" + query + " HTTP/1.1\r\nHost: " + uri.getAuthority();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Answer(String text) implements HttpResponse<String> {
    @Override
    public int statusCode() {
      return Integer.parseInt(text.split(" ")[1]);
    }

    @Override
    public String body() {
      return text.split("\r\n\r\n", 2)[1];
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(
          text.contains("\r\nLocation:") ? Map.of("Location", List.of("there")) : Map.of(),
          (name, value) -> true);
    }

    @Override
    public HttpRequest request() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<HttpResponse<String>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      throw new UnsupportedOperationException();
    }

    @Override
    public java.net.http.HttpClient.Version version() {
      throw new UnsupportedOperationException();
    }
  }
}
