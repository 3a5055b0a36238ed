/**
 * How a program or an agent comes by the tokens that it shows to peers: the client's side of OAuth
 * 2 and OpenID Connect.
 *
 * <p>An {@link dev.roost.client.oauth.IdentityProvider} is found by its issuer. A program asks it
 * in its own name by {@link dev.roost.client.oauth.OAuthTokens#clientCredentials}; for a person, a
 * {@link dev.roost.client.oauth.Login} takes them to it with a browser, and what comes of it lies
 * in a {@link dev.roost.client.oauth.TokenStore}, from which {@link
 * dev.roost.client.oauth.OAuthTokens#loggedIn} goes on. Both are {@link
 * dev.roost.client.TokenProvider}s:
 *
 * <pre>{@code
 * IdentityProvider provider =
 *     IdentityProvider.builder("https://id.example.com/realms/asap").vertx(vertx).build();
 * TokenTarget target =
 *     TokenTarget.of("https://agents.example.com").withScopes("asap:execute");
 * OAuthTokens tokens =
 *     OAuthTokens.clientCredentials(
 *         provider, ClientAuthentication.secret("my-agent", secret), target);
 * AsapClient client = AsapClient.builder("https://agents.example.com").tokens(tokens).build();
 * }</pre>
 *
 * <p>Every failure is an {@link dev.roost.client.oauth.OAuthException}, which says what to do. No
 * token, code, verifier or secret is in any text made here. Neither the password grant nor the
 * implicit one is there (RFC 9700).
 *
 * <p>Terms: the <em>issuer</em> is the name of a provider, a URL that is compared letter by letter;
 * a <em>target</em> is the peer that a token is for, and no other peer is shown it; a
 * <em>session</em> is what a login brought.
 */
@NullMarked
package dev.roost.client.oauth;

import org.jspecify.annotations.NullMarked;
