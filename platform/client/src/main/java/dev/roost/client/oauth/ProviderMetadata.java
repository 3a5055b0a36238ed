package dev.roost.client.oauth;

import dev.roost.outbound.HttpUrl;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider tells about itself (OpenID Connect Discovery, RFC 8414), as far as it is needed.
 *
 * @param revocation where tokens are taken back (RFC 7009)
 * @param challengeMethods how a login can be bound to who began it
 * @param openId whether it tells who logs in, in an ID token
 * @param tellsIssuer whether it names itself when it sends somebody back (RFC 9207)
 */
record ProviderMetadata(
    String issuer,
    HttpUrl tokenEndpoint,
    Optional<HttpUrl> authorizationEndpoint,
    Optional<HttpUrl> keys,
    Optional<HttpUrl> revocation,
    Set<String> challengeMethods,
    boolean openId,
    boolean tellsIssuer) {
  ProviderMetadata {
    challengeMethods = Set.copyOf(challengeMethods);
  }
}
