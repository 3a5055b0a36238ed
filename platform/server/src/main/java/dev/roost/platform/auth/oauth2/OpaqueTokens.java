package dev.roost.platform.auth.oauth2;

import dev.roost.spi.Principal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that issuers look into: those that are no JWT are shown to all that can, one after the
 * other, and a JWT to its own where it wants to be asked. A token is shown once however many
 * requests bring it at the same time, and one that was refused is not shown again for a while. Used
 * by one context only.
 */
final class OpaqueTokens {
  /** How many tokens are looked into at once. */
  static final int MAX_AT_ONCE = 100;

  /** How long a refusal holds. */
  static final Duration REFUSAL = Duration.ofSeconds(10);

  static final int MAX_REFUSED = 1_000;

  /** How long nothing is logged after a failure was. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(OpaqueTokens.class);

  /** What a token may be made of, by RFC 6750. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final List<TrustedIssuer> issuers;
  private final Clock clock;
  private Instant quietUntil = Instant.MIN;
  private final Map<TokenHash, Future<Principal>> underWay = new HashMap<>();
  private final Map<TokenHash, Instant> refused =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenHash, Instant> eldest) {
          return size() > MAX_REFUSED;
        }
      };

  /** Of those issuers that can look into tokens. */
  OpaqueTokens(List<TrustedIssuer> issuers, Clock clock) {
    this.issuers = issuers.stream().filter(TrustedIssuer::canLookInto).toList();
    this.clock = clock;
  }

  /** Whom a token proves. */
  Future<Principal> lookInto(String token) {
    if (token.length() > Jwt.MAX_LENGTH) {
      return refuse(TokenProblem.TOO_LONG);
    }
    if (issuers.isEmpty() || !FORM.matcher(token).matches()) {
      return refuse(TokenProblem.MALFORMED);
    }
    return lookInto(issuers, token);
  }

  /** Whom a token proves of which we know the issuer. */
  Future<Principal> lookInto(TrustedIssuer issuer, String token) {
    return lookInto(List.of(issuer), token);
  }

  private Future<Principal> lookInto(List<TrustedIssuer> asked, String token) {
    TokenHash hash = TokenHash.of(token);
    if (clock.instant().isBefore(refused.getOrDefault(hash, Instant.MIN))) {
      return refuse(TokenProblem.INACTIVE);
    }
    Future<Principal> already = underWay.get(hash);
    return already == null ? begin(hash, asked, token) : already;
  }

  private static Future<Principal> refuse(TokenProblem problem) {
    return Future.failedFuture(new TokenRefusedException(problem));
  }

  private Future<Principal> begin(TokenHash hash, List<TrustedIssuer> asked, String token) {
    if (underWay.size() >= MAX_AT_ONCE) {
      return Future.failedFuture(
          new ProviderUnavailableException("too many tokens are looked into at once"));
    }
    Promise<Principal> promise = Promise.promise();
    underWay.put(hash, promise.future());
    ask(asked, token, 0)
        .onComplete(
            done -> {
              underWay.remove(hash);
              if (done.cause() instanceof TokenRefusedException) {
                refused.put(hash, clock.instant().plus(REFUSAL));
              } else if (done.cause() instanceof ProviderUnavailableException unavailable) {
                tell(unavailable);
              }
              promise.handle(done);
            });
    return promise.future();
  }

  /** Forgets which tokens were refused. */
  void forget() {
    refused.clear();
  }

  private void tell(ProviderUnavailableException failure) {
    Instant now = clock.instant();
    if (now.isBefore(quietUntil)) {
      return;
    }
    quietUntil = now.plus(QUIET);
    LOG.atWarn()
        .addKeyValue("reason", failure.getMessage())
        .log("An identity provider did not look into a token");
  }

  /** One who knows the token is enough; if nobody does, one who did not answer might have. */
  private Future<Principal> ask(List<TrustedIssuer> asked, String token, int index) {
    Future<Principal> answer = asked.get(index).lookInto(token);
    return index == asked.size() - 1
        ? answer
        : answer.recover(
            failure ->
                ask(asked, token, index + 1)
                    .recover(later -> Future.failedFuture(moreOpen(failure, later))));
  }

  private static Throwable moreOpen(Throwable one, Throwable other) {
    return one instanceof TokenRefusedException ? other : one;
  }
}
