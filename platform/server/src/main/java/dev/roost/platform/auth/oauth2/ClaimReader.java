package dev.roost.platform.auth.oauth2;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The claims of a token by their types. What has another type is refused, not passed over. */
final class ClaimReader {
  private static final int MAX_NAME = 256;
  private static final int MAX_SCOPES = 100;

  /** Far beyond any date; what is greater is no date. */
  private static final double LAST_SECOND = 1e11;

  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]{1,128}");

  private final JsonObject claims;

  ClaimReader(JsonObject claims) {
    this.claims = claims;
  }

  boolean has(String claim) {
    return claims.containsKey(claim);
  }

  /** A name that is there, or none. */
  Optional<String> name(String claim, TokenProblem otherwise) {
    if (!has(claim)) {
      return Optional.empty();
    }
    if (claims.getValue(claim) instanceof String text
        && !text.isBlank()
        && text.length() <= MAX_NAME) {
      return Optional.of(text);
    }
    throw new TokenRefusedException(otherwise);
  }

  /** A time that is there, or none; parts of seconds are cut off. */
  Optional<Instant> time(String claim) {
    if (!has(claim)) {
      return Optional.empty();
    }
    if (claims.getValue(claim) instanceof Number number
        && Math.abs(number.doubleValue()) < LAST_SECOND) {
      return Optional.of(Instant.ofEpochSecond(number.longValue()));
    }
    throw new TokenRefusedException(TokenProblem.TIMES);
  }

  /** A claim that is a text or a list of texts. */
  List<String> texts(String claim, TokenProblem otherwise) {
    Object value = claims.getValue(claim);
    if (value instanceof String text) {
      return List.of(text);
    }
    if (value instanceof JsonArray array && array.stream().allMatch(String.class::isInstance)) {
      return array.stream().map(String.class::cast).toList();
    }
    throw new TokenRefusedException(otherwise);
  }

  /**
   * The scopes; none if the claim is not there.
   *
   * @param asList whether they may be a list too
   */
  Set<String> scopes(boolean asList) {
    if (!has("scope")) {
      return Set.of();
    }
    Object value = claims.getValue("scope");
    if (value instanceof String text) {
      return checked(List.of(text.split(" +")));
    }
    if (asList && value instanceof JsonArray) {
      return checked(texts("scope", TokenProblem.SCOPE));
    }
    throw new TokenRefusedException(TokenProblem.SCOPE);
  }

  private static Set<String> checked(Collection<String> names) {
    Set<String> scopes = new TreeSet<>(names);
    scopes.remove("");
    if (scopes.size() > MAX_SCOPES
        || !scopes.stream().allMatch(scope -> SCOPE.matcher(scope).matches())) {
      throw new TokenRefusedException(TokenProblem.SCOPE);
    }
    return scopes;
  }
}
