package dev.roost.client.oauth;

import dev.roost.outbound.HttpUrl;
import dev.roost.outbound.InvalidUrlException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a provider tells about itself, and believes no more of it than it must. */
final class MetadataReader {
  private final String issuer;
  private final JsonObject document;

  private MetadataReader(String issuer, JsonObject document) {
    this.issuer = issuer;
    this.document = document;
  }

  /**
   * Reads a document.
   *
   * @throws OAuthException if it is another issuer's, or not fit for use
   */
  static ProviderMetadata read(String issuer, JsonObject document) {
    return new MetadataReader(issuer, document).read();
  }

  private ProviderMetadata read() {
    if (!issuer.equals(document.getValue("issuer"))) {
      throw refused("its 'issuer' is another one; give the issuer letter by letter as it is there");
    }
    return new ProviderMetadata(
        issuer,
        endpoint("token_endpoint").orElseThrow(() -> refused("it has no 'token_endpoint'")),
        endpoint("authorization_endpoint"),
        endpoint("jwks_uri"),
        endpoint("revocation_endpoint"),
        names("code_challenge_methods_supported"),
        document.containsKey("id_token_signing_alg_values_supported")
            || names("scopes_supported").contains("openid"),
        Boolean.TRUE.equals(document.getValue("authorization_response_iss_parameter_supported")));
  }

  /** An endpoint has TLS, unless the issuer has none. */
  private Optional<HttpUrl> endpoint(String name) {
    Object value = document.getValue(name);
    if (value == null) {
      return Optional.empty();
    } else if (!(value instanceof String text)) {
      throw refused("its '" + name + "' is no text");
    } else {
      return Optional.of(url(name, text));
    }
  }

  private HttpUrl url(String name, String text) {
    try {
      HttpUrl url = HttpUrl.parse(text);
      if (HttpUrl.parse(issuer).tls() && !url.tls()) {
        throw refused("its '" + name + "' is not https://");
      }
      return url;
    } catch (InvalidUrlException e) {
      throw refused("its '" + name + "' cannot be used: " + e.reason());
    }
  }

  private Set<String> names(String name) {
    return document.getValue(name) instanceof JsonArray values
        ? values.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .collect(Collectors.toSet())
        : Set.of();
  }

  private OAuthException refused(String why) {
    return OAuthException.of(
        OAuthProblem.METADATA, "The metadata of the identity provider " + issuer + ": " + why);
  }
}
