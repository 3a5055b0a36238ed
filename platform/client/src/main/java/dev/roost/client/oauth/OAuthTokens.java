package dev.roost.client.oauth;

import dev.roost.client.TokenProvider;
import dev.roost.outbound.HttpUrl;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tokens of one identity provider for one client, kept as long as they are good. A peer that is
 * none of its targets is shown nothing.
 */
public final class OAuthTokens implements TokenProvider {
  private final Map<String, TokenHolder> holders = new LinkedHashMap<>();

  private OAuthTokens(
      IdentityProvider provider, TokenTarget[] targets, Function<TokenTarget, Grant> grants) {
    if (targets.length == 0) {
      throw new IllegalArgumentException("for which peer? Give a target");
    }
    for (TokenTarget target : targets) {
      TokenHolder holder =
          new TokenHolder(provider.vertx, provider.clock, provider.pauses, grants.apply(target));
      if (holders.putIfAbsent(target.origin(), holder) != null) {
        throw new IllegalArgumentException("two targets at " + target.origin());
      }
    }
  }

  /**
   * Tokens that the client gets in its own name.
   *
   * @param targets the peers to talk to, at most one for each origin
   */
  public static OAuthTokens clientCredentials(
      IdentityProvider provider, ClientAuthentication client, TokenTarget... targets) {
    return new OAuthTokens(
        provider,
        targets,
        target -> new ClientCredentialsGrant(new TokenEndpoint(provider, client, target)));
  }

  /**
   * Tokens of who has logged in, from a store, and what they are refreshed to.
   *
   * @param targets as they were when somebody logged in, at most one for each origin
   */
  public static OAuthTokens loggedIn(
      IdentityProvider provider,
      ClientAuthentication client,
      TokenStore store,
      TokenTarget... targets) {
    return new OAuthTokens(
        provider,
        targets,
        target -> new RefreshGrant(new TokenEndpoint(provider, client, target), store));
  }

  /** {@inheritDoc} Fails with {@link OAuthException}. */
  @Override
  public Future<Optional<Secret>> token(String baseUrl) {
    return holder(baseUrl)
        .map(holder -> holder.token().map(Optional::of))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  @Override
  public boolean refused(String baseUrl, Secret token) {
    return holder(baseUrl).filter(holder -> holder.refused(token)).isPresent();
  }

  private Optional<TokenHolder> holder(String baseUrl) {
    return Optional.ofNullable(holders.get(HttpUrl.parse(baseUrl).origin()));
  }
}
