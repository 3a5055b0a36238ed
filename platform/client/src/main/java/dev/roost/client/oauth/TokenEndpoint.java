package dev.roost.client.oauth;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;

/** Asks a provider for tokens, as one client and for one target. */
record TokenEndpoint(IdentityProvider provider, ClientAuthentication client, TokenTarget target) {

  /** Sends a grant. */
  Future<TokenAnswer> ask(Form grant) {
    return provider.metadata().compose(metadata -> ask(metadata, grant));
  }

  Future<TokenAnswer> ask(ProviderMetadata metadata, Form grant) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    client.authenticate(provider.issuer(), provider.clock.instant(), headers, grant);
    return provider
        .post(metadata.tokenEndpoint(), headers, grant)
        .map(
            answer ->
                TokenAnswerReader.read(
                    provider.issuer(), target, answer, provider.clock.instant()));
  }
}
