package dev.roost.bench.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/**
 * The provider over HTTP, on this machine only: its metadata, its keys, and tokens for the one
 * client that it knows, by {@code client_credentials}.
 */
public final class TokenIssuer {
  /** Whom its tokens are for. */
  public static final String AUDIENCE = "urn:roost:bench";

  /** The client's name. */
  public static final String CLIENT = "bench";

  /** What proves it. */
  public static final String SECRET = "bench-secret";

  private static final String CREDENTIALS =
      "Basic " + Base64.getEncoder().encodeToString((CLIENT + ':' + SECRET).getBytes(UTF_8));
  private static final String GRANT = "grant_type=client_credentials";

  private final TokenSigner signer = new TokenSigner();
  private final HttpServer server;

  private TokenIssuer(Vertx vertx) {
    this.server = vertx.createHttpServer().requestHandler(this::answer);
  }

  /** Starts one on a free port. */
  public static Future<TokenIssuer> start(Vertx vertx) {
    TokenIssuer issuer = new TokenIssuer(vertx);
    return issuer.server.listen(0, "127.0.0.1").map(listening -> issuer);
  }

  /** Its name. */
  public String issuer() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Signs its tokens. */
  public TokenSigner signer() {
    return signer;
  }

  private void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/.well-known/openid-configuration" -> json(request.response(), metadata());
      case "/keys" -> json(request.response(), signer.keys());
      case "/token" -> request.body().onSuccess(form -> token(request, form));
      default -> request.response().setStatusCode(404).end();
    }
  }

  private JsonObject metadata() {
    return new JsonObject()
        .put("issuer", issuer())
        .put("jwks_uri", issuer() + "/keys")
        .put("token_endpoint", issuer() + "/token")
        .put("authorization_endpoint", issuer() + "/authorize")
        .put("response_types_supported", new JsonArray().add("code"))
        .put("subject_types_supported", new JsonArray().add("public"))
        .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256"));
  }

  private void token(HttpServerRequest request, Buffer form) {
    if (!CREDENTIALS.equals(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      request.response().setStatusCode(401);
      json(request.response(), new JsonObject().put("error", "invalid_client"));
    } else if (!form.toString().contains(GRANT)) {
      request.response().setStatusCode(400);
      json(request.response(), new JsonObject().put("error", "unsupported_grant_type"));
    } else {
      json(request.response(), granted());
    }
  }

  private JsonObject granted() {
    return new JsonObject()
        .put("access_token", signer.sign(issuer(), AUDIENCE, CLIENT))
        .put("token_type", "Bearer")
        .put("expires_in", TokenSigner.LIFETIME.toSeconds());
  }

  private static void json(HttpServerResponse response, JsonObject body) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }
}
