package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the browser brings back from the provider, checked before anything of it is used (RFC 6749,
 * 4.1.2; RFC 9207).
 */
final class Redirect {
  private static final Set<String> OURS = Set.of("code", "state", "iss", "error");
  private static final Set<String> TELLING =
      Set.of(
          "access_denied",
          "invalid_request",
          "invalid_scope",
          "invalid_target",
          "unauthorized_client",
          "unsupported_response_type",
          "server_error",
          "temporarily_unavailable",
          "login_required",
          "consent_required",
          "interaction_required");
  private static final int MAX_CODE = 4_096;

  private final String issuer;
  private final Map<String, String> parameters;

  private Redirect(String issuer, Map<String, String> parameters) {
    this.issuer = issuer;
    this.parameters = parameters;
  }

  /**
   * The code in a query.
   *
   * @param state what was sent along
   * @param tellsIssuer whether the provider must name itself
   * @throws OAuthException if it is not the answer to this login, or a refusal
   */
  static Secret code(String query, String issuer, String state, boolean tellsIssuer) {
    return new Redirect(issuer, parsed(query)).code(state, tellsIssuer);
  }

  /** Names in another case are other names; of those that count none may come twice. */
  private static Map<String, String> parsed(String query) {
    Map<String, String> values = new HashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (OURS.contains(name) && values.putIfAbsent(name, value) != null) {
        throw refused("it has '" + name + "' twice");
      }
    }
    return values;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused("it is not in the form of a query");
    }
  }

  private Secret code(String state, boolean tellsIssuer) {
    checkState(state);
    checkIssuer(tellsIssuer);
    Optional<String> error = Optional.ofNullable(parameters.get("error"));
    if (error.isPresent()) {
      throw OAuthException.of(
          OAuthProblem.LOGIN,
          "The identity provider "
              + issuer
              + " refuses the login"
              + error.filter(TELLING::contains).map(code -> " (" + code + ")").orElse(""));
    }
    return Optional.ofNullable(parameters.get("code"))
        .filter(code -> !code.isEmpty() && code.length() <= MAX_CODE)
        .map(Secret::of)
        .orElseThrow(() -> refused("it has no 'code'"));
  }

  private void checkState(String state) {
    String there = parameters.get("state");
    if (there == null) {
      throw refused(
          "it has no 'state'; a provider that answers in the fragment of the URL cannot be used");
    } else if (!Secret.of(state).equals(Secret.of(there))) {
      throw refused("its 'state' is of another login");
    }
  }

  private void checkIssuer(boolean tellsIssuer) {
    String there = parameters.get("iss");
    if (there == null && tellsIssuer) {
      throw refused("it does not name its issuer, although the provider always does");
    } else if (there != null && !there.equals(issuer)) {
      throw refused("it is of another issuer");
    }
  }

  private static OAuthException refused(String why) {
    return OAuthException.of(
        OAuthProblem.LOGIN, "What the browser brought back is not taken: " + why);
  }
}
