package dev.roost.client.oauth;

import dev.roost.client.Outcomes;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * An identity provider on a free port of this machine that does what a test wants, also what no
 * provider should: its pages by their paths, and one script for each token request, in their order;
 * the last one stays.
 */
final class TestingProvider {
  static final String OPEN_ID = "/.well-known/openid-configuration";
  static final String OAUTH = "/.well-known/oauth-authorization-server";

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private final Map<String, Script> pages = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final boolean tls;
  private volatile Script last = token("token-1");

  /** What the provider does about a request. */
  interface Script {
    void answer(Seen request, HttpServerResponse response);
  }

  /** A request as it came. */
  record Seen(String uri, MultiMap headers, String body, HttpServerRequest request) {
    Map<String, String> form() {
      Map<String, String> values = new LinkedHashMap<>();
      for (String pair : body.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
      return values;
    }
  }

  static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private TestingProvider(Vertx vertx, HttpServerOptions options) {
    tls = options.isSsl();
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body ->
                                take(
                                    new Seen(
                                        request.uri(),
                                        request.headers(),
                                        body.toString(),
                                        request))));
  }

  static TestingProvider start(Vertx vertx) {
    return start(vertx, new HttpServerOptions());
  }

  static TestingProvider start(Vertx vertx, HttpServerOptions options) {
    TestingProvider provider = new TestingProvider(vertx, options);
    Outcomes.get(provider.server.listen(0, "127.0.0.1"));
    provider.metadata(document -> document);
    return provider;
  }

  private void take(Seen request) {
    seen.add(request);
    Script script = pages.get(request.request().path());
    if (request.request().path().equals("/token")) {
      Script next = scripts.poll();
      script = next == null ? last : next;
    }
    (script == null ? status(404) : script).answer(request, request.request().response());
  }

  /** The scripts of the next token requests; the last one stays for all that follow. */
  TestingProvider will(Script... next) {
    scripts.addAll(List.of(next).subList(0, next.length - 1));
    last = next[next.length - 1];
    return this;
  }

  /** What another page does. */
  TestingProvider page(String path, Script script) {
    pages.put(path, script);
    return this;
  }

  /** Tells something else about itself. */
  TestingProvider metadata(UnaryOperator<JsonObject> otherwise) {
    JsonObject usual =
        new JsonObject()
            .put("issuer", url())
            .put("token_endpoint", url() + "/token")
            .put("authorization_endpoint", url() + "/authorize")
            .put("jwks_uri", url() + "/keys")
            .put("code_challenge_methods_supported", new JsonArray().add("plain").add("S256"))
            .put("authorization_response_iss_parameter_supported", true);
    return page(OPEN_ID, json(otherwise.apply(usual)));
  }

  String url() {
    return (tls ? "https" : "http") + "://127.0.0.1:" + server.actualPort();
  }

  /** All requests of a path. */
  List<Seen> seen(String path) {
    return seen.stream().filter(one -> one.request().path().equals(path)).toList();
  }

  List<Seen> tokenRequests() {
    return seen("/token");
  }

  List<Seen> seen() {
    return seen;
  }

  void stop() {
    Outcomes.get(server.close());
  }

  static JsonObject answer(String accessToken) {
    return new JsonObject()
        .put("access_token", accessToken)
        .put("token_type", "Bearer")
        .put("expires_in", 3600);
  }

  /** Gives a token for an hour. */
  static Script token(String accessToken) {
    return json(answer(accessToken));
  }

  static Script json(JsonObject body) {
    return (request, response) ->
        response.putHeader("Content-Type", "application/json").end(body.toBuffer());
  }

  static Script text(String type, String body) {
    return (request, response) -> response.putHeader("Content-Type", type).end(body);
  }

  static Script status(int status, String... headers) {
    return (request, response) -> {
      for (int i = 0; i < headers.length; i += 2) {
        response.putHeader(headers[i], headers[i + 1]);
      }
      response.setStatusCode(status).end();
    };
  }

  /** Refuses as RFC 6749 has it. */
  static Script error(int status, String code) {
    return (request, response) ->
        response
            .setStatusCode(status)
            .putHeader("Content-Type", "application/json")
            .end(
                new JsonObject()
                    .put("error", code)
                    .put("error_description", "told: " + request.body())
                    .toBuffer());
  }

  /** Closes the connection instead of an answer. */
  static void drop(Seen request, HttpServerResponse response) {
    request.request().connection().close();
  }

  /** Closes the connection within the answer. */
  static void breakOff(Seen request, HttpServerResponse response) {
    response
        .putHeader("Content-Length", "1000")
        .write("{\"access_token\":\"abc\"")
        .onComplete(done -> request.request().connection().close());
  }

  /** Never answers. */
  static void silence(Seen request, HttpServerResponse response) {}

  /** Never ends. */
  static void endless(Seen request, HttpServerResponse response) {
    response.setChunked(true);
    more(response);
  }

  private static void more(HttpServerResponse response) {
    response.write(" ".repeat(64 * 1024)).onSuccess(done -> more(response));
  }
}
