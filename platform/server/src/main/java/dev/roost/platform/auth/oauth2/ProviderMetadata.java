package dev.roost.platform.auth.oauth2;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What a provider tells of itself.
 *
 * @param jwksUri where its keys are
 * @param introspectionEndpoint where tokens are looked into
 */
record ProviderMetadata(Optional<String> jwksUri, Optional<String> introspectionEndpoint) {
  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";

  /**
   * Reads a document.
   *
   * @throws ProviderUnavailableException if it is of another issuer than {@code issuer}
   */
  static ProviderMetadata of(JsonObject document, String issuer) {
    if (!issuer.equals(document.getValue("issuer"))) {
      throw new ProviderUnavailableException("the metadata found for " + issuer + " is another's");
    }
    return new ProviderMetadata(
        text(document, "jwks_uri"), text(document, "introspection_endpoint"));
  }

  private static Optional<String> text(JsonObject document, String key) {
    return document.getValue(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Where OpenID Connect Discovery has the document: behind the issuer. */
  static String openIdUrl(String issuer) {
    return withoutSlash(issuer) + OPENID;
  }

  /** Where RFC 8414 has it: between the issuer's host and path. */
  static String oauthUrl(String issuer) {
    String whole = withoutSlash(issuer);
    int path = whole.indexOf('/', whole.indexOf("://") + 3);
    return path < 0 ? whole + OAUTH : whole.substring(0, path) + OAUTH + whole.substring(path);
  }

  private static String withoutSlash(String issuer) {
    return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
  }
}
