package dev.roost.platform.auth;

import dev.roost.agent.Addresses;
import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.RpcError;
import dev.roost.spi.Principal;
import dev.roost.spi.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The gateway's side of authentication: where nothing is asked for everybody is anonymous; else
 * what was proved lately is answered at once, and the rest by the {@code auth} verticle.
 */
public final class Authenticator {
  private static final long TIMEOUT_MILLIS = 5_000;

  /** How long a proof is kept that cannot be taken back. */
  static final Duration KEPT = Duration.ofSeconds(60);

  /** How long at most one that can: a key may be withdrawn, a token revoked. */
  static final Duration KEPT_OF_PROVIDER = Duration.ofSeconds(30);

  private static final Future<Principal> ANONYMOUS = Future.succeededFuture(Principal.ANONYMOUS);

  private final Vertx vertx;
  private final AuthConfig config;
  private final AuthStatus status;
  private final PrincipalCache cache;
  private final ThreadLocal<LastHash> hashes = ThreadLocal.withInitial(LastHash::new);
  private final DeliveryOptions options =
      new DeliveryOptions().setLocalOnly(true).setSendTimeout(TIMEOUT_MILLIS);

  /**
   * For the given mode.
   *
   * @param status of the verticle that answers
   */
  public Authenticator(Vertx vertx, AuthConfig config, Clock clock, AuthStatus status) {
    this.vertx = vertx;
    this.config = config;
    this.status = status;
    this.cache = new PrincipalCache(clock, status);
  }

  /**
   * Who the caller is, if it was proved lately; costs no hop.
   *
   * @param authorization the value of the {@code Authorization} header
   */
  public Optional<Principal> known(Optional<String> authorization) {
    return config.mode() == AuthConfig.Mode.NONE
        ? Optional.empty()
        : authorization.map(hashes.get()::of).flatMap(cache::find);
  }

  /** Says whether it takes work to say who a caller is, which it then has to pay for. */
  public boolean isCostly(Optional<String> authorization) {
    return config.mode() == AuthConfig.Mode.OAUTH2 && known(authorization).isEmpty();
  }

  /**
   * Who the caller is. Scopes count where an identity provider gives them.
   *
   * @param authorization the value of the {@code Authorization} header
   * @param scope what it must be allowed to do
   * @return the principal, or an {@link AsapException}
   */
  public Future<Principal> authenticate(Optional<String> authorization, Scope scope) {
    return switch (config.mode()) {
      case NONE -> ANONYMOUS;
      case BEARER -> identify(authorization);
      case OAUTH2 -> identify(authorization).compose(principal -> allowed(principal, scope));
    };
  }

  private static Future<Principal> allowed(Principal principal, Scope scope) {
    return scope.isIn(principal.scopes())
        ? Future.succeededFuture(principal)
        : Future.failedFuture(new AsapException(AuthErrors.insufficient(scope)));
  }

  private Future<Principal> identify(Optional<String> authorization) {
    if (authorization.isEmpty()) {
      return Future.failedFuture(new AsapException(AuthErrors.missing()));
    }
    Credentials credentials = new Credentials(authorization.get());
    TokenHash hash = hashes.get().of(credentials.authorization());
    Optional<Principal> known = cache.find(hash);
    long epoch = status.epoch();
    return known.isPresent()
        ? Future.succeededFuture(known.get())
        : ask(credentials).onSuccess(principal -> cache.keep(hash, principal, kept(), epoch));
  }

  /** Proofs of providers do not all end together that came together: renewing takes work. */
  private Duration kept() {
    if (config.mode() != AuthConfig.Mode.OAUTH2) {
      return KEPT;
    }
    long spread = KEPT_OF_PROVIDER.toMillis() / 3;
    return KEPT_OF_PROVIDER.minusMillis(ThreadLocalRandom.current().nextLong(spread));
  }

  private Future<Principal> ask(Credentials credentials) {
    return vertx
        .eventBus()
        .<Principal>request(Addresses.AUTHENTICATE, credentials, options)
        .transform(
            (message, failure) ->
                failure == null
                    ? Future.succeededFuture(message.body())
                    : Future.failedFuture(asError(failure)));
  }

  /** Who waits for a provider has waited long enough. */
  private Throwable asError(Throwable failure) {
    if (!(failure instanceof ReplyException reply)) {
      return failure;
    }
    if (reply.failureType() == ReplyFailure.TIMEOUT && config.mode() == AuthConfig.Mode.OAUTH2) {
      return new AsapException(AuthErrors.unavailable());
    }
    return reply.failureType() == ReplyFailure.RECIPIENT_FAILURE ? told(reply) : failure;
  }

  private static Throwable told(ReplyException reply) {
    try {
      return new AsapException(RpcError.fromJson(new JsonObject(reply.getMessage())));
    } catch (DecodeException e) {
      return reply;
    }
  }
}
