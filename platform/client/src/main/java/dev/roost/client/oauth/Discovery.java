package dev.roost.client.oauth;

import dev.roost.outbound.HttpUrl;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about a provider, once for all who want to know, and keeps it for an hour; for a day if
 * it does not answer then.
 */
final class Discovery {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration USABLE = Duration.ofDays(1);
  private static final Duration REST = Duration.ofMinutes(1);

  private final String issuer;
  private final Clock clock;
  private final Function<HttpUrl, Future<ProviderAnswer>> fetch;
  private @Nullable ProviderMetadata known;
  private Instant askAgain = Instant.MIN;
  private Instant usableUntil = Instant.MIN;
  private @Nullable Future<ProviderMetadata> running;

  Discovery(String issuer, Clock clock, Function<HttpUrl, Future<ProviderAnswer>> fetch) {
    this.issuer = issuer;
    this.clock = clock;
    this.fetch = fetch;
  }

  /** What is known, or what is found out now. */
  synchronized Future<ProviderMetadata> metadata() {
    if (known != null && clock.instant().isBefore(askAgain)) {
      return Future.succeededFuture(known);
    } else if (running != null) {
      return running;
    }
    Future<ProviderMetadata> begun = ask().map(this::keep).recover(this::asBefore);
    running = begun;
    begun.onComplete(done -> ended());
    return begun;
  }

  private synchronized void ended() {
    running = null;
  }

  private synchronized ProviderMetadata keep(ProviderMetadata found) {
    Instant now = clock.instant();
    known = found;
    askAgain = now.plus(FRESH);
    usableUntil = now.plus(USABLE);
    return found;
  }

  private synchronized Future<ProviderMetadata> asBefore(Throwable failure) {
    Instant now = clock.instant();
    if (known != null
        && now.isBefore(usableUntil)
        && OAuthException.from(failure).problem().retryable()) {
      askAgain = now.plus(REST);
      return Future.succeededFuture(known);
    }
    return Future.failedFuture(OAuthException.from(failure));
  }

  /** OpenID Connect first, then RFC 8414, which puts its path before the issuer's. */
  private Future<ProviderMetadata> ask() {
    HttpUrl url = HttpUrl.parse(issuer);
    String path = url.target().replaceAll("/+$", "");
    HttpUrl openId = HttpUrl.parse(url.origin() + path + "/.well-known/openid-configuration");
    HttpUrl oauth = HttpUrl.parse(url.origin() + "/.well-known/oauth-authorization-server" + path);
    return fetch
        .apply(openId)
        .compose(answer -> isNotThere(answer) ? fetch.apply(oauth) : Future.succeededFuture(answer))
        .map(this::read);
  }

  private static boolean isNotThere(ProviderAnswer answer) {
    return !answer.ok() && !answer.redirects() && !answer.busy();
  }

  private ProviderMetadata read(ProviderAnswer answer) {
    if (answer.busy()) {
      throw OAuthException.busy(
          "The identity provider " + issuer + " answers with status " + answer.status(),
          answer.retryAfter());
    } else if (!answer.ok()) {
      throw refused(
          "status "
              + answer.status()
              + (answer.redirects() ? ", a redirect, which is not followed" : "")
              + "; is that the issuer?");
    }
    return MetadataReader.read(
        issuer, answer.object().orElseThrow(() -> refused("they are no JSON object")));
  }

  private OAuthException refused(String why) {
    return OAuthException.of(
        OAuthProblem.METADATA, "The metadata of the identity provider " + issuer + ": " + why);
  }
}
