package dev.roost.platform.webhook;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.task.TaskWatch;
import dev.roost.platform.task.TaskWatches;
import dev.roost.platform.webhook.endpoint.Endpoints;
import dev.roost.platform.webhook.endpoint.WebhookUrls;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskWork;
import dev.roost.spi.WebhookEndpoint;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows who wants to be told of a task: its request says so, or its owner has endpoints. */
public final class Callbacks implements TaskWatches {
  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
  private static final String NO_SECRETS =
      "This platform cannot keep the secret of a callback; leave it out, or ask the operator";

  private final WebhookUrls urls;
  private final Sealer sealer;
  private final Endpoints endpoints;
  private final Runnable wake;

  /**
   * @param urls says which may be called
   * @param sealer encrypts secrets that are kept with a task
   * @param endpoints those of the owners of tasks
   * @param wake tells those who deliver that there is something
   */
  public Callbacks(WebhookUrls urls, Sealer sealer, Endpoints endpoints, Runnable wake) {
    this.urls = requireNonNull(urls, "urls");
    this.sealer = requireNonNull(sealer, "sealer");
    this.endpoints = requireNonNull(endpoints, "endpoints");
    this.wake = requireNonNull(wake, "wake");
  }

  /**
   * A request whose callbacks are known.
   *
   * @param envelope the request without what it said about them
   * @param watch tells them
   */
  public record Taken(Envelope envelope, TaskWatch watch) {
    /** Refuses missing parts. */
    public Taken {
      requireNonNull(envelope, "envelope");
      requireNonNull(watch, "watch");
    }
  }

  /** Whether anybody wants to be told of what becomes of a request; costs next to nothing. */
  public boolean areWanted(Envelope envelope, String owner) {
    return envelope.payload() instanceof TaskRequest
        && (CallbackWish.isIn(envelope) || endpoints.has(owner));
  }

  /**
   * Takes what a request says about a callback, after a look at where it leads.
   *
   * @return fails with {@link AsapException}: -32602 if it is wrong, -32050 if that URL is not
   *     called
   */
  public Future<Taken> take(Envelope envelope, String owner) {
    Optional<CallbackWish> wish;
    try {
      wish = CallbackWish.of(envelope);
    } catch (AsapException e) {
      return Future.failedFuture(e);
    }
    return wish.map(one -> checked(one, envelope, owner))
        .orElseGet(() -> Future.succeededFuture(new Taken(envelope, watch(owner, null))));
  }

  private Future<Taken> checked(CallbackWish wish, Envelope envelope, String owner) {
    return urls.check(wish.url())
        .map(url -> new Taken(CallbackWish.removedFrom(envelope), watch(owner, target(url, wish))));
  }

  private CallbackTarget target(String url, CallbackWish wish) {
    return new CallbackTarget(url, wish.events(), wish.secret().map(this::sealed));
  }

  /** Without a key of the operator's no secret is kept: it would lie open in the database. */
  private String sealed(String secret) {
    try {
      return sealer.seal(secret);
    } catch (SealException e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("A callback's secret cannot be kept");
      throw new AsapException(RpcError.invalidParams(NO_SECRETS));
    }
  }

  private TaskWatch watch(String owner, @Nullable CallbackTarget target) {
    return new WatchedTask(owner, Optional.ofNullable(target), this);
  }

  @Override
  public Optional<TaskWatch> of(TaskRecord left) {
    Optional<JsonObject> callback = left.work().flatMap(TaskWork::callback);
    return callback.isEmpty() && !endpoints.has(left.owner())
        ? Optional.empty()
        : Optional.of(watch(left.owner(), callback.map(CallbackTarget::of).orElse(null)));
  }

  List<WebhookEndpoint> endpointsOf(String owner, String type) {
    return endpoints.forOwner(owner, type);
  }

  void wake() {
    wake.run();
  }
}
