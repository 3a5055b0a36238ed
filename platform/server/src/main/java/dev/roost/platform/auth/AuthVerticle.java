package dev.roost.platform.auth;

import dev.roost.agent.Addresses;
import dev.roost.outbound.WayOut;
import dev.roost.platform.auth.oauth2.ProviderTokens;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.RpcError;
import dev.roost.spi.Principal;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code roost.auth.authenticate}: {@link Credentials} to a principal or a failure. */
public final class AuthVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AuthVerticle.class);

  /** How often providers are asked again that have given no keys yet. */
  private static final long PREPARE_MILLIS = 2_000;

  private final AuthConfig config;
  private final WayOut out;
  private final Clock clock;
  private final AuthStatus status;
  private long epoch;

  /**
   * @param out how identity providers are reached
   * @param clock what times in tokens are compared with
   * @param status is told whether tokens can be verified
   */
  public AuthVerticle(AuthConfig config, WayOut out, Clock clock, AuthStatus status) {
    this.config = config;
    this.out = out;
    this.clock = clock;
    this.status = status;
    this.epoch = status.epoch();
  }

  @Override
  public Future<?> start() {
    ProviderTokens tokens = new ProviderTokens(vertx, config.issuers(), out, clock);
    Function<Credentials, Future<Principal>> check =
        switch (config.mode()) {
          case OAUTH2 -> providers(tokens);
          case BEARER, NONE -> bearer();
        };
    return Future.join(
        vertx
            .eventBus()
            .<Credentials>localConsumer(
                Addresses.AUTHENTICATE, message -> authenticate(message, check))
            .completion(),
        vertx
            .eventBus()
            .<JsonObject>localConsumer(Addresses.AUTH_FORGET, message -> forget(message, tokens))
            .completion());
  }

  private void forget(Message<JsonObject> message, ProviderTokens tokens) {
    status.forget();
    catchUp(tokens);
    LOG.atInfo().log("Keys of identity providers and proofs were forgotten");
    if (config.mode() == AuthConfig.Mode.OAUTH2) {
      note(tokens);
      tokens.fetch().onComplete(done -> note(tokens)).onSuccess(message::reply);
    } else {
      message.reply(new JsonArray());
    }
  }

  /** Another instance may have been told to forget. */
  private void catchUp(ProviderTokens tokens) {
    if (epoch != status.epoch()) {
      epoch = status.epoch();
      tokens.forget();
    }
  }

  private Function<Credentials, Future<Principal>> bearer() {
    BearerTokens tokens = new BearerTokens(config.tokens());
    return credentials -> Future.succeededFuture(tokens.authenticate(credentials));
  }

  private Function<Credentials, Future<Principal>> providers(ProviderTokens tokens) {
    prepare(tokens);
    vertx.setPeriodic(PREPARE_MILLIS, tick -> prepare(tokens));
    return credentials ->
        credentials
            .bearerToken()
            .map(token -> authenticate(tokens, token))
            .orElseGet(() -> Future.failedFuture(new AsapException(AuthErrors.missing())));
  }

  private Future<Principal> authenticate(ProviderTokens tokens, String token) {
    catchUp(tokens);
    return tokens.authenticate(token).onComplete(done -> note(tokens));
  }

  private void prepare(ProviderTokens tokens) {
    catchUp(tokens);
    tokens.prepare();
    note(tokens);
  }

  private void note(ProviderTokens tokens) {
    status.set(tokens.isReady());
  }

  /** A handler answers, whatever happens. */
  private static void authenticate(
      Message<Credentials> message, Function<Credentials, Future<Principal>> check) {
    Future<Principal> answer;
    try {
      answer = check.apply(message.body());
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onSuccess(message::reply).onFailure(failure -> fail(message, failure));
  }

  private static void fail(Message<Credentials> message, Throwable failure) {
    RpcError error = AuthErrors.of(failure);
    if (error.code() == RpcError.INTERNAL_ERROR) {
      LOG.atError().setCause(failure).log("Credentials could not be checked");
    }
    message.fail(error.code(), error.toJson().encode());
  }
}
