package dev.roost.client.oauth;

import dev.roost.outbound.HttpUrl;
import dev.roost.spi.Secret;
import java.util.Set;
import java.util.TreeSet;

/** What a login sends to the provider with the browser, and by which its answer is known again. */
final class LoginRequest {
  private static final String OPEN_ID = "openid";
  private static final String OFFLINE = "offline_access";

  private final ProviderMetadata metadata;
  private final HttpUrl authorizationEndpoint;
  private final String clientId;
  private final TokenTarget target;
  private final Secret verifier = Pkce.verifier();
  private final String state = Pkce.unguessable();
  private final String nonce = Pkce.unguessable();

  private LoginRequest(
      ProviderMetadata metadata,
      HttpUrl authorizationEndpoint,
      String clientId,
      TokenTarget target) {
    this.metadata = metadata;
    this.authorizationEndpoint = authorizationEndpoint;
    this.clientId = clientId;
    this.target = target;
  }

  /**
   * A new one.
   *
   * @throws OAuthException if nobody can log in there, or only without what binds the code
   */
  static LoginRequest of(
      ProviderMetadata metadata, ClientAuthentication client, TokenTarget target) {
    HttpUrl there =
        metadata
            .authorizationEndpoint()
            .orElseThrow(() -> unfit(metadata, "it has no 'authorization_endpoint'"));
    if (!metadata.challengeMethods().contains(Pkce.METHOD)) {
      throw unfit(
          metadata,
          "its 'code_challenge_methods_supported' does not have S256, without which a code can be"
              + " stolen; switch it on there");
    }
    return new LoginRequest(metadata, there, client.clientId(), target);
  }

  private static OAuthException unfit(ProviderMetadata metadata, String why) {
    return OAuthException.of(
        OAuthProblem.METADATA,
        "Nobody can log in at the identity provider " + metadata.issuer() + ": " + why);
  }

  /** The URL for the browser. The verifier is not in it. */
  String url(String redirectUri) {
    Form form =
        new Form()
            .put("response_type", "code")
            .put("client_id", clientId)
            .put("redirect_uri", redirectUri)
            .put("state", state)
            .put("code_challenge", Pkce.challenge(verifier))
            .put("code_challenge_method", Pkce.METHOD);
    addScopes(form);
    target.addResourceTo(form);
    String endpoint = authorizationEndpoint.toString();
    return endpoint + (endpoint.indexOf('?') < 0 ? '?' : '&') + form.encode();
  }

  private void addScopes(Form form) {
    Set<String> scopes = new TreeSet<>(target.scopes());
    if (metadata.openId()) {
      scopes.add(OPEN_ID);
      form.put("nonce", nonce);
    }
    if (scopes.contains(OFFLINE)) {
      form.put("prompt", "consent");
    }
    if (!scopes.isEmpty()) {
      form.put("scope", String.join(" ", scopes));
    }
  }

  /**
   * The code that the browser brought.
   *
   * @throws OAuthException if it is not the answer to this request
   */
  Secret code(String query) {
    return Redirect.code(query, metadata.issuer(), state, metadata.tellsIssuer());
  }

  /** What shows that we are who asked. */
  Secret verifier() {
    return verifier;
  }

  /** What must be in the ID token. */
  String nonce() {
    return nonce;
  }

  @Override
  public String toString() {
    return "LoginRequest[" + metadata.issuer() + "]";
  }
}
