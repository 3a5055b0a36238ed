package dev.roost.launcher.command;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An identity provider at which Ada logs in without a word. */
final class TestingIssuer {
  private final ECKey key;
  private final HttpServer server;
  private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
  private volatile String nonce = "";
  private final List<Map<String, String>> takenBack = new CopyOnWriteArrayList<>();
  private volatile long life = 3600;
  private volatile int revocation;

  private TestingIssuer(Vertx vertx) {
    key = newKey();
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> request.body().onSuccess(body -> answer(request, body.toString())))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
  }

  static TestingIssuer start(Vertx vertx) {
    return new TestingIssuer(vertx);
  }

  /** How long the next tokens live. */
  TestingIssuer living(long seconds) {
    life = seconds;
    return this;
  }

  /** Takes tokens back from now on, with that status; it does not if it is 0. */
  TestingIssuer takingBack(int status) {
    revocation = status;
    return this;
  }

  /** The forms that came to take tokens back. */
  List<Map<String, String>> takenBack() {
    return takenBack;
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** The forms that the token endpoint got. */
  List<Map<String, String>> asked() {
    return asked;
  }

  /** What a browser does with the URL to be opened, if its user agrees. */
  int browse(String authorization, String answer) {
    Map<String, String> query = parsed(URI.create(authorization).getRawQuery());
    nonce = query.get("nonce");
    String back =
        query.get("redirect_uri")
            + "?"
            + answer.replace("{state}", query.get("state")).replace("{iss}", url());
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(back)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(HttpServerRequest request, String body) {
    JsonObject answer =
        switch (request.path()) {
          case "/.well-known/openid-configuration" -> metadata();
          case "/keys" -> new JsonObject(new JWKSet(key).toJSONObject(true));
          case "/token" -> token(parsed(body));
          case "/revoke" -> revoke(request, parsed(body));
          case "/.well-known/oauth-protected-resource" ->
              new JsonObject()
                  .put("resource", url())
                  .put("authorization_servers", new JsonArray().add(url()));
          default -> new JsonObject();
        };
    request.response().putHeader("Content-Type", "application/json").end(answer.toBuffer());
  }

  private JsonObject revoke(HttpServerRequest request, Map<String, String> form) {
    takenBack.add(form);
    request.response().setStatusCode(revocation);
    return new JsonObject();
  }

  private JsonObject metadata() {
    JsonObject metadata = usualMetadata();
    return revocation == 0 ? metadata : metadata.put("revocation_endpoint", url() + "/revoke");
  }

  private JsonObject usualMetadata() {
    return new JsonObject()
        .put("issuer", url())
        .put("token_endpoint", url() + "/token")
        .put("authorization_endpoint", url() + "/authorize")
        .put("jwks_uri", url() + "/keys")
        .put("id_token_signing_alg_values_supported", new JsonArray().add("ES256"))
        .put("code_challenge_methods_supported", new JsonArray().add("S256"))
        .put("authorization_response_iss_parameter_supported", true);
  }

  private JsonObject token(Map<String, String> form) {
    asked.add(form);
    return new JsonObject()
        .put("access_token", "canary-access-" + asked.size())
        .put("refresh_token", "canary-refresh-" + asked.size())
        .put("id_token", idToken())
        .put("token_type", "Bearer")
        .put("expires_in", life);
  }

  private String idToken() {
    long now = Instant.now().getEpochSecond();
    JsonObject claims =
        new JsonObject()
            .put("iss", url())
            .put("aud", "roost")
            .put("sub", "subject-1")
            .put("email", "ada@example.com\u001b[31m")
            .put("nonce", nonce)
            .put("iat", now)
            .put("exp", now + 300);
    try {
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(),
              new Payload(claims.encode()));
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> parsed(String form) {
    Map<String, String> values = new HashMap<>();
    for (String pair : form.split("&")) {
      String[] parts = pair.split("=", 2);
      values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return values;
  }
}
