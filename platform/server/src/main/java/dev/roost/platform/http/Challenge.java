package dev.roost.platform.http;

import dev.roost.platform.auth.AuthErrors;
import dev.roost.protocol.RpcError;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The answer to a request without good credentials: RFC 6750 in the header, with the place of RFC
 * 9728 where a client learns who gives tokens; the reference's words in the body.
 *
 * @param status 401, 403 or 503
 * @param detail for people
 * @param header the challenge; empty where new credentials would not help
 */
record Challenge(int status, String detail, Optional<String> header) {
  static final int MALFORMED = 400;
  static final String NOT_IN_HEADER = "A token is taken from the Authorization header only";

  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;
  private static final String RETRY_SECONDS = "5";

  /** As many characters of a body as a form needs to begin. */
  private static final int BEGINNING = 64 * 1024;

  private static final Pattern TOKEN_FIELD = Pattern.compile("(?:^|&)access_token=");

  /** The answer to an error of the gateway. */
  static Challenge of(RpcError error, ProtectedResource resource, HttpServerRequest request) {
    JsonObject data = error.data() == null ? new JsonObject() : error.data();
    int status = data.getInteger(AuthErrors.STATUS, UNAUTHORIZED);
    String scope = data.getString(AuthErrors.SCOPE);
    String description = data.getString(AuthErrors.DESCRIPTION);
    String metadata = resource.metadataUrl(request);
    String challenge = null;
    if (status == UNAUTHORIZED && description == null) {
      challenge = "Bearer resource_metadata=\"" + metadata + "\"";
    } else if (status == UNAUTHORIZED) {
      challenge = bearer("invalid_token", "error_description", description, metadata);
    } else if (scope != null) {
      challenge = bearer("insufficient_scope", "scope", resource.nameOf(scope), metadata);
    }
    return new Challenge(
        status, data.getString("error", "Forbidden"), Optional.ofNullable(challenge));
  }

  private static String bearer(String error, String key, String value, String metadata) {
    return "Bearer error=\""
        + error
        + "\", "
        + key
        + "=\""
        + value
        + "\", resource_metadata=\""
        + metadata
        + "\"";
  }

  /** Sets the challenge of a request that shows a token in a way that is not taken. */
  static void malformed(ProtectedResource resource, HttpServerRequest request) {
    request
        .response()
        .putHeader(
            HttpHeaderNames.WWW_AUTHENTICATE,
            "Bearer error=\"invalid_request\", resource_metadata=\""
                + resource.metadataUrl(request)
                + "\"");
  }

  /** Says whether a token stands in the URL, where logs would see it. */
  static boolean isInQuery(HttpServerRequest request) {
    String query = request.query();
    return query != null && TOKEN_FIELD.matcher(query).find();
  }

  /** Says whether a body is a form with a token; some clients call JSON a form too. */
  static boolean isInForm(HttpServerRequest request, Buffer body) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null
        || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
      return false;
    }
    String beginning =
        body.getString(0, Math.min(body.length(), BEGINNING), StandardCharsets.ISO_8859_1.name());
    String text = beginning.stripLeading();
    return !text.startsWith("{") && !text.startsWith("[") && TOKEN_FIELD.matcher(text).find();
  }

  /** Answers. */
  void answer(HttpServerResponse response) {
    header.ifPresent(challenge -> response.putHeader(HttpHeaderNames.WWW_AUTHENTICATE, challenge));
    if (status == UNAVAILABLE) {
      response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    Answers.detail(response, status, detail);
  }
}
