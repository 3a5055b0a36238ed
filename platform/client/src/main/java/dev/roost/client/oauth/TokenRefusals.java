package dev.roost.client.oauth;

import java.util.Map;
import java.util.Optional;

/**
 * What it means that the token endpoint gives nothing. Only error codes that are known are told.
 */
final class TokenRefusals {
  static final String INVALID_GRANT = "invalid_grant";

  private static final Map<String, String> CLIENT =
      Map.of(
          "invalid_client",
          "check the client id and its secret or key",
          "unauthorized_client",
          "allow the client this grant at the provider");

  private static final Map<String, String> GRANT =
      Map.of(
          "invalid_scope",
          "allow the client the scope at the provider, or do not ask for it",
          "invalid_target",
          "check the resource; it must be one that the provider knows",
          INVALID_GRANT,
          "what was shown is used up, too old or withdrawn; log in again",
          "unsupported_grant_type",
          "the provider does not give tokens in this way",
          "invalid_request",
          "the provider does not understand the request");

  private TokenRefusals() {}

  static OAuthException of(String issuer, ProviderAnswer answer) {
    String who = "The identity provider " + issuer;
    Optional<String> code = code(answer);
    if (code.filter(CLIENT::containsKey).isPresent()) {
      return OAuthException.of(
          OAuthProblem.CLIENT_REFUSED, who + refuses(code.get()) + CLIENT.get(code.get()));
    } else if (answer.busy()) {
      return OAuthException.busy(
          who + " cannot give tokens now (status " + answer.status() + "); it is asked again later",
          answer.retryAfter());
    } else if (answer.redirects()) {
      return OAuthException.of(
          OAuthProblem.ANSWER,
          who + " answers with a redirect, which is not followed; is that the issuer?");
    }
    return code.filter(GRANT::containsKey)
        .map(name -> OAuthException.of(problem(name), who + refuses(name) + GRANT.get(name)))
        .orElseGet(
            () ->
                OAuthException.of(
                    OAuthProblem.REFUSED,
                    who + " refuses with status " + answer.status() + "; its log tells why"));
  }

  private static OAuthProblem problem(String code) {
    return code.equals(INVALID_GRANT) ? OAuthProblem.LOGIN_NEEDED : OAuthProblem.REFUSED;
  }

  private static String refuses(String code) {
    return " refuses (" + code + "): ";
  }

  private static Optional<String> code(ProviderAnswer answer) {
    return answer
        .object()
        .map(body -> body.getValue("error"))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }
}
