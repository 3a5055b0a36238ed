package dev.roost.platform.http;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.oauth2.IssuerConfig;
import dev.roost.spi.Scope;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What clients can learn of where tokens for this platform come from, by RFC 9728: for the platform
 * as a whole, and for each path under the name that the client used.
 */
final class ProtectedResource {
  static final String PATH = "/.well-known/oauth-protected-resource";

  /** Paths that may be repeated in a header as they are. */
  private static final Pattern PLAIN = Pattern.compile("/(?:asap|agents)(?:/[A-Za-z0-9._~:-]*)*");

  private static final int MAX_PATH = 256;

  private final String publicUrl;
  private final List<IssuerConfig> issuers;

  private ProtectedResource(String publicUrl, List<IssuerConfig> issuers) {
    this.publicUrl = publicUrl;
    this.issuers = issuers;
  }

  /** Of a platform that takes the tokens of identity providers; none if it does not. */
  static Optional<ProtectedResource> of(AuthConfig auth, String publicUrl) {
    return auth.mode() == AuthConfig.Mode.OAUTH2
        ? Optional.of(new ProtectedResource(publicUrl, auth.issuers()))
        : Optional.empty();
  }

  /** Adds the pages. */
  void mount(Router router) {
    Access.open(IdentityRoutes.get(router, PATH))
        .handler(context -> Answers.json(context.response(), 200, document("")));
    Access.open(IdentityRoutes.get(router, PATH + "/*"))
        .handler(
            context -> {
              String path = context.request().path().substring(PATH.length());
              if (isPlain(path)) {
                Answers.json(context.response(), 200, document(path));
              } else {
                Answers.detail(context.response(), 404, "Not Found");
              }
            });
  }

  private JsonObject document(String path) {
    JsonArray servers = new JsonArray();
    issuers.forEach(issuer -> servers.add(issuer.issuer()));
    JsonArray scopes = new JsonArray();
    Stream.of(Scope.values()).map(scope -> nameOf(scope.spelling())).forEach(scopes::add);
    return new JsonObject()
        .put("resource", publicUrl + path)
        .put("authorization_servers", servers)
        .put("scopes_supported", scopes)
        .put("bearer_methods_supported", new JsonArray().add("header"));
  }

  /** What a scope is called by the issuers, if they agree on another name for it. */
  String nameOf(String scope) {
    List<String> names =
        issuers.stream().flatMap(issuer -> issuer.requiredScope().stream()).distinct().toList();
    return scope.equals(Scope.EXECUTE.spelling()) && names.size() == 1 ? names.get(0) : scope;
  }

  /** Where the page about what a request asks for is. */
  String metadataUrl(HttpServerRequest request) {
    String path = request.path();
    return publicUrl + PATH + (isPlain(path) ? path : "");
  }

  private static boolean isPlain(String path) {
    return path != null && path.length() <= MAX_PATH && PLAIN.matcher(path).matches();
  }
}
