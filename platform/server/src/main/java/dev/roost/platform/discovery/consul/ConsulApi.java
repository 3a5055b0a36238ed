package dev.roost.platform.discovery.consul;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What is asked of Consul's HTTP API. The operator says where it is, so no guard stands there. */
final class ConsulApi {
  private static final long PATIENCE_MILLIS = 5_000;
  private static final int MAX_ANSWER = 10 * 1024 * 1024;
  private static final int OK = 200;
  private static final int MAX_TOLD = 200;

  private final ConsulConfig config;
  private final WebClient client;

  ConsulApi(Vertx vertx, ConsulConfig config) {
    this.config = requireNonNull(config, "config");
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setConnectTimeout((int) PATIENCE_MILLIS)
                .setFollowRedirects(false)
                .setUserAgent("roost"));
  }

  /** Registers a service with a check, in the place of the one with its id. */
  Future<Void> register(JsonObject service) {
    return sent(
            request(HttpMethod.PUT, "/v1/agent/service/register")
                .addQueryParam("replace-existing-checks", "true"),
            service.toBuffer())
        .mapEmpty();
  }

  /** Takes it back. */
  Future<Void> deregister(String id) {
    return sent(
            request(HttpMethod.PUT, "/v1/agent/service/deregister/" + encoded(id)), Buffer.buffer())
        .mapEmpty();
  }

  /** The healthy instances of a service, those with a tag if one is asked for. */
  Future<List<ConsulService>> healthy(String service, Optional<String> tag) {
    HttpRequest<Buffer> request =
        request(HttpMethod.GET, "/v1/health/service/" + encoded(service))
            .addQueryParam("passing", "true");
    tag.ifPresent(wanted -> request.addQueryParam("tag", wanted));
    return sent(request, Buffer.buffer()).map(ConsulApi::services);
  }

  void close() {
    client.close();
  }

  private HttpRequest<Buffer> request(HttpMethod method, String path) {
    HttpRequest<Buffer> request =
        client
            .requestAbs(method, config.url() + path)
            .timeout(PATIENCE_MILLIS)
            .as(new BoundedText(MAX_ANSWER));
    config.token().ifPresent(token -> request.putHeader("X-Consul-Token", token.reveal()));
    return request;
  }

  private static Future<Buffer> sent(HttpRequest<Buffer> request, Buffer body) {
    return (body.length() == 0 ? request.send() : request.sendBuffer(body)).map(ConsulApi::checked);
  }

  private static Buffer checked(HttpResponse<Buffer> response) {
    Buffer body = response.body() == null ? Buffer.buffer() : response.body();
    if (response.statusCode() != OK) {
      String told = body.getString(0, Math.min(body.length(), MAX_TOLD)).strip();
      throw new ConsulException(
          "it answers " + response.statusCode() + (told.isEmpty() ? "" : ": " + told));
    }
    return body;
  }

  private static List<ConsulService> services(Buffer body) {
    try {
      if (Json.decodeValue(body) instanceof JsonArray entries) {
        return entries.stream().flatMap(entry -> ConsulService.read(entry).stream()).toList();
      }
    } catch (DecodeException e) {
      throw new ConsulException("it answers no JSON");
    }
    throw new ConsulException("it answers no list");
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
