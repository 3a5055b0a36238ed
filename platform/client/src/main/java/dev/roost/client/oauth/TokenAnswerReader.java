package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads answers of the token endpoint. Nothing of them is repeated but the scopes' names asked for.
 */
final class TokenAnswerReader {
  /** What may stand behind {@code Bearer} (RFC 6750). */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final int MAX_LENGTH = 16 * 1024;
  private static final Duration UNTOLD_LIFE = Duration.ofSeconds(60);
  private static final long LONGEST_LIFE_SECONDS = Duration.ofDays(365).toSeconds();

  /** They are about the login and say nothing of the access token. */
  private static final Set<String> OF_THE_LOGIN = Set.of("openid", "offline_access");

  private final String issuer;
  private final TokenTarget target;
  private final JsonObject answer;

  private TokenAnswerReader(String issuer, TokenTarget target, JsonObject answer) {
    this.issuer = issuer;
    this.target = target;
    this.answer = answer;
  }

  /**
   * Reads one.
   *
   * @throws OAuthException if it brings no token, or one that is of no use for the target
   */
  static TokenAnswer read(String issuer, TokenTarget target, ProviderAnswer answer, Instant now) {
    if (!answer.ok()) {
      throw TokenRefusals.of(issuer, answer);
    }
    JsonObject object =
        answer
            .object()
            .orElseThrow(() -> unusable(issuer, "it is no JSON object; is something in between?"));
    return new TokenAnswerReader(issuer, target, object).read(now);
  }

  private TokenAnswer read(Instant now) {
    if (!(answer.getValue("token_type") instanceof String type)
        || !type.equalsIgnoreCase("Bearer")) {
      throw unusable(issuer, "its 'token_type' is not Bearer");
    }
    Secret token =
        token("access_token").orElseThrow(() -> unusable(issuer, "it has no 'access_token'"));
    checkScopes();
    return new TokenAnswer(token, now, now.plus(life()), token("refresh_token"), token("id_token"));
  }

  private Optional<Secret> token(String name) {
    Object value = answer.getValue(name);
    if (value == null) {
      return Optional.empty();
    } else if (value instanceof String text
        && text.length() <= MAX_LENGTH
        && (name.equals("refresh_token") ? isVisible(text) : TOKEN.matcher(text).matches())) {
      return Optional.of(Secret.of(text));
    }
    throw unusable(issuer, "its '" + name + "' is not in the form of one");
  }

  /** Refresh tokens may be any visible ASCII. */
  private static boolean isVisible(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  private Duration life() {
    Object value = answer.getValue("expires_in");
    if (value == null) {
      return UNTOLD_LIFE;
    } else if (value instanceof Number number && number.longValue() > 0) {
      return Duration.ofSeconds(Math.min(number.longValue(), LONGEST_LIFE_SECONDS));
    }
    throw unusable(issuer, "its 'expires_in' is no number of seconds");
  }

  private void checkScopes() {
    if (answer.getValue("scope") instanceof String granted) {
      Set<String> missing = new TreeSet<>(target.scopes());
      List.of(granted.split(" ")).forEach(missing::remove);
      missing.removeAll(OF_THE_LOGIN);
      if (!missing.isEmpty()) {
        throw OAuthException.of(
            OAuthProblem.SCOPE,
            "The identity provider "
                + issuer
                + " did not grant the scope "
                + String.join(" ", missing)
                + "; allow it for the client there, or do not ask for it");
      }
    }
  }

  private static OAuthException unusable(String issuer, String why) {
    return OAuthException.of(
        OAuthProblem.ANSWER,
        "The identity provider " + issuer + " gave an answer that is no token: " + why);
  }
}
