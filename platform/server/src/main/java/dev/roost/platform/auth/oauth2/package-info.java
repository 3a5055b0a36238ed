/**
 * Tokens of identity providers: this platform as a resource server of OAuth 2.
 *
 * <p>A token is read strictly ({@link dev.roost.platform.auth.oauth2.Jwt}), the issuer that it
 * names is looked up among those of the configuration before anything is fetched, the signature is
 * checked with keys of that issuer alone ({@link dev.roost.platform.auth.oauth2.KeySource}), and
 * then its claims ({@link dev.roost.platform.auth.oauth2.JwtVerifier}). What is no JWT is shown to
 * the providers that can look into it. Requests to providers take the guarded way out.
 *
 * <p>Whatever is wrong with a token ends in a {@link
 * dev.roost.platform.auth.oauth2.TokenRefusedException}; what is wrong with a provider in a {@link
 * dev.roost.platform.auth.oauth2.ProviderUnavailableException}.
 */
@NullMarked
package dev.roost.platform.auth.oauth2;

import org.jspecify.annotations.NullMarked;
