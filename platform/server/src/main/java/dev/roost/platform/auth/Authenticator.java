package dev.roost.platform.auth;

import dev.roost.agent.Addresses;
import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.RpcError;
import dev.roost.spi.Principal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The gateway's side of authentication: where nothing is asked for everybody is anonymous; else
 * what this loop has seen before is answered at once, and the rest by the {@code auth} verticle.
 */
public final class Authenticator {
  private static final long TIMEOUT_MILLIS = 5_000;
  private static final Future<Principal> ANONYMOUS = Future.succeededFuture(Principal.ANONYMOUS);

  private final Vertx vertx;
  private final AuthConfig config;
  private final ThreadLocal<PrincipalCache> caches = ThreadLocal.withInitial(PrincipalCache::new);
  private final DeliveryOptions options =
      new DeliveryOptions().setLocalOnly(true).setSendTimeout(TIMEOUT_MILLIS);

  /** For the given mode. */
  public Authenticator(Vertx vertx, AuthConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /**
   * Who the caller is, if this loop has seen it proved lately; costs no hop.
   *
   * @param authorization the value of the {@code Authorization} header
   */
  public Optional<Principal> known(Optional<String> authorization) {
    return config.mode() == AuthConfig.Mode.NONE
        ? Optional.empty()
        : authorization.map(TokenHash::of).flatMap(caches.get()::find);
  }

  /**
   * Who the caller is.
   *
   * @param authorization the value of the {@code Authorization} header
   * @return the principal, or an {@link AsapException}
   */
  public Future<Principal> authenticate(Optional<String> authorization) {
    if (config.mode() == AuthConfig.Mode.NONE) {
      return ANONYMOUS;
    }
    if (authorization.isEmpty()) {
      return Future.failedFuture(
          new AsapException(BearerTokens.unauthorized("Authentication required")));
    }
    Credentials credentials = new Credentials(authorization.get());
    TokenHash hash = TokenHash.of(credentials.authorization());
    PrincipalCache cache = caches.get();
    Optional<Principal> known = cache.find(hash);
    if (known.isPresent()) {
      return Future.succeededFuture(known.get());
    }
    return vertx
        .eventBus()
        .<Principal>request(Addresses.AUTHENTICATE, credentials, options)
        .transform(
            (message, failure) -> {
              if (failure != null) {
                return Future.failedFuture(asError(failure));
              }
              cache.keep(hash, message.body());
              return Future.succeededFuture(message.body());
            });
  }

  private static Throwable asError(Throwable failure) {
    if (failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
      try {
        return new AsapException(RpcError.fromJson(new JsonObject(reply.getMessage())));
      } catch (DecodeException e) {
        return failure;
      }
    }
    return failure;
  }
}
