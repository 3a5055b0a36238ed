package dev.roost.platform.discovery.consul;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * What of Consul's HTTP API is used here, on a free port: services with a check, which is made when
 * somebody asks who is healthy.
 */
public final class TestingConsul {
  private static final String REGISTER = "/v1/agent/service/register";
  private static final String DEREGISTER = "/v1/agent/service/deregister/";
  private static final String HEALTH = "/v1/health/service/";

  private final Map<String, JsonObject> services = new ConcurrentSkipListMap<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final HttpClient checks;
  private final HttpServer server;
  private volatile Optional<Spoilt> spoilt = Optional.empty();

  private record Spoilt(int status, String body) {}

  private TestingConsul(Vertx vertx) {
    checks = vertx.createHttpClient();
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)));
  }

  /** One that knows nobody. */
  public static TestingConsul start(Vertx vertx) {
    TestingConsul consul = new TestingConsul(vertx);
    TestPlatform.get(consul.server.listen(0, "127.0.0.1"));
    return consul;
  }

  /** Where it is. */
  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** What is registered, by id. */
  public Map<String, JsonObject> services() {
    return services;
  }

  /** The tokens that were shown, one a request. */
  List<String> tokens() {
    return tokens;
  }

  /** Answers everything so. */
  void spoil(int status, String body) {
    spoilt = Optional.of(new Spoilt(status, body));
  }

  /** Answers as it should again. */
  void mend() {
    spoilt = Optional.empty();
  }

  private void answer(HttpServerRequest request, Buffer body) {
    tokens.add(String.valueOf(request.getHeader("X-Consul-Token")));
    if (spoilt.isPresent()) {
      request.response().setStatusCode(spoilt.get().status()).end(spoilt.get().body());
    } else if (request.path().equals(REGISTER) && request.method() == HttpMethod.PUT) {
      JsonObject service = body.toJsonObject();
      services.put(service.getString("ID"), service);
      request.response().end();
    } else if (request.path().startsWith(DEREGISTER) && request.method() == HttpMethod.PUT) {
      boolean known = services.remove(request.path().substring(DEREGISTER.length())) != null;
      request.response().setStatusCode(known ? 200 : 404).end();
    } else if (request.path().startsWith(HEALTH)) {
      healthy(request).onSuccess(found -> request.response().end(found.encode()));
    } else {
      request.response().setStatusCode(405).end();
    }
  }

  private Future<JsonArray> healthy(HttpServerRequest request) {
    String name = request.path().substring(HEALTH.length());
    String tag = request.getParam("tag");
    List<JsonObject> named =
        services.values().stream()
            .filter(service -> service.getString("Name").equals(name))
            .filter(service -> tag == null || service.getJsonArray("Tags").contains(tag))
            .toList();
    List<Future<Boolean>> passing = named.stream().map(this::passes).toList();
    return Future.all(passing)
        .map(
            done -> {
              JsonArray found = new JsonArray();
              for (int i = 0; i < named.size(); i++) {
                if (passing.get(i).result() || request.getParam("passing") == null) {
                  found.add(entry(named.get(i)));
                }
              }
              return found;
            });
  }

  private Future<Boolean> passes(JsonObject service) {
    String url =
        Stream.of(service.getValue("Check"))
            .filter(JsonObject.class::isInstance)
            .map(check -> ((JsonObject) check).getString("HTTP"))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("");
    return url.isEmpty()
        ? Future.succeededFuture(true)
        : checks
            .request(new RequestOptions().setAbsoluteURI(url))
            .compose(check -> check.send())
            .map(HttpClientResponse::statusCode)
            .map(status -> status == 200)
            .otherwise(false);
  }

  private static JsonObject entry(JsonObject service) {
    JsonObject shown = service.copy();
    shown.put("Service", shown.remove("Name"));
    return new JsonObject()
        .put("Node", new JsonObject().put("Address", "127.0.0.1"))
        .put("Service", shown)
        .put("Checks", new JsonArray());
  }
}
