package dev.roost.platform.auth.oauth2;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where an identity provider has its keys and looks into tokens: said by the configuration, or
 * found by discovery and kept for an hour. Used by one context only.
 */
final class Provider {
  static final Duration KEPT = Duration.ofHours(1);

  private final IssuerConfig config;
  private final ProviderCalls calls;
  private final Clock clock;
  private @Nullable ProviderMetadata found;
  private Instant foundAt = Instant.EPOCH;

  Provider(IssuerConfig config, ProviderCalls calls, Clock clock) {
    this.config = config;
    this.calls = calls;
    this.clock = clock;
  }

  /** Forgets what was found. */
  void forget() {
    found = null;
  }

  /** Its keys, as they are now. */
  Future<KeySet> keys() {
    return endpoint(config.jwksUri(), ProviderMetadata::jwksUri, "jwks_uri")
        .compose(calls::get)
        .map(KeySet::of);
  }

  /** Where it looks into tokens. */
  Future<String> introspectionEndpoint() {
    return endpoint(
        config.introspection().flatMap(IssuerConfig.Introspection::endpoint),
        ProviderMetadata::introspectionEndpoint,
        "introspection_endpoint");
  }

  private Future<String> endpoint(
      Optional<String> configured,
      Function<ProviderMetadata, Optional<String>> discovered,
      String name) {
    return configured
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                metadata()
                    .map(
                        metadata ->
                            discovered
                                .apply(metadata)
                                .orElseThrow(
                                    () ->
                                        new ProviderUnavailableException(
                                            "the metadata of "
                                                + config.issuer()
                                                + " has no "
                                                + name))));
  }

  /** What was found before holds on while there is nothing newer. */
  private Future<ProviderMetadata> metadata() {
    ProviderMetadata before = found;
    if (before != null && clock.instant().isBefore(foundAt.plus(KEPT))) {
      return Future.succeededFuture(before);
    }
    return discover()
        .onSuccess(
            metadata -> {
              found = metadata;
              foundAt = clock.instant();
            })
        .recover(
            failure ->
                before == null ? Future.failedFuture(failure) : Future.succeededFuture(before));
  }

  private Future<ProviderMetadata> discover() {
    String issuer = config.issuer();
    return calls
        .find(ProviderMetadata.openIdUrl(issuer))
        .compose(
            page ->
                page.isPresent()
                    ? Future.succeededFuture(page.get())
                    : calls.get(ProviderMetadata.oauthUrl(issuer)))
        .map(document -> ProviderMetadata.of(document, issuer));
  }
}
