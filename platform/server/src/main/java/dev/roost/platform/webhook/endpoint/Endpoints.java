package dev.roost.platform.webhook.endpoint;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.webhook.EndpointConfig;
import dev.roost.platform.webhook.SealException;
import dev.roost.platform.webhook.Sealer;
import dev.roost.spi.EndpointStore;
import dev.roost.spi.Secret;
import dev.roost.spi.StateException;
import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookEndpoint.Disabled;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who subscribed to what. Changes go to the database; which endpoints want an event is answered
 * from the heap, since it is asked for each event of each task. Any thread may use it.
 */
public final class Endpoints {
  /** How often all endpoints are read again. */
  public static final Duration REFRESH = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
  private static final int ID_BYTES = 16;
  private static final int ATTEMPTS = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final EndpointStore store;
  private final EndpointCache cache;
  private final KeyRing keys;
  private final WebhookUrls urls;
  private final Clock clock;

  /**
   * The endpoints of a database.
   *
   * @param sealer keeps their keys from whoever reads it
   */
  public Endpoints(
      Vertx vertx,
      EndpointStore store,
      Sealer sealer,
      EndpointConfig config,
      WebhookUrls urls,
      Clock clock) {
    this.store = requireNonNull(store, "store");
    this.cache = new EndpointCache(vertx, store);
    this.keys = new KeyRing(sealer, config.rotation());
    this.urls = requireNonNull(urls, "urls");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Reads all endpoints, and follows what other nodes change.
   *
   * @return fails with {@link SealException} if their keys were sealed with another one than ours
   */
  public Future<Void> start() {
    return start(REFRESH);
  }

  Future<Void> start(Duration refresh) {
    return cache.start(refresh.toMillis()).compose(loaded -> checkKeys());
  }

  /** A damaged secret must not stop the node; another key than that of all of them must. */
  private Future<Void> checkKeys() {
    List<WebhookEndpoint> all = cache.index().all();
    List<WebhookEndpoint> closed = all.stream().filter(one -> !canSign(one)).toList();
    if (!closed.isEmpty() && closed.size() == all.size()) {
      return Future.failedFuture(whyNot(all.get(0)));
    }
    closed.forEach(
        one -> LOG.atError().addKeyValue("endpoint", one.id()).log("Its secret cannot be opened"));
    return Future.succeededFuture();
  }

  private boolean canSign(WebhookEndpoint endpoint) {
    try {
      signingKeys(endpoint);
      return true;
    } catch (SealException e) {
      return false;
    }
  }

  private Throwable whyNot(WebhookEndpoint endpoint) {
    try {
      signingKeys(endpoint);
      return SealException.otherKey();
    } catch (SealException e) {
      return e;
    }
  }

  /** Follows nobody any more. */
  public Future<Void> stop() {
    return cache.stop();
  }

  /** Whether an owner has any. */
  public boolean has(String subject) {
    return !cache.index().ofOwner(subject).isEmpty();
  }

  /** Those of an owner that want an event and are not disabled. */
  public List<WebhookEndpoint> forOwner(String subject, String type) {
    List<WebhookEndpoint> his = cache.index().ofOwner(subject);
    return his.isEmpty()
        ? his
        : his.stream().filter(one -> one.disabled().isEmpty() && one.wants(type)).toList();
  }

  /** How many there are. */
  public int size() {
    return cache.index().size();
  }

  /** An endpoint, without asking the database. */
  public Optional<WebhookEndpoint> known(String id) {
    return cache.index().find(id);
  }

  /** An endpoint. */
  public Future<Optional<WebhookEndpoint>> find(String id) {
    return store.find(id);
  }

  /** Endpoints as {@link EndpointStore#list} lists them. */
  public Future<List<WebhookEndpoint>> list(
      Optional<String> owner, Optional<String> after, int limit) {
    return store.list(owner, after, limit);
  }

  /**
   * What deliveries to an endpoint are signed with now, the newest first: {@code whsec_…} or {@code
   * whsk_…}.
   *
   * @throws SealException if that cannot be opened
   */
  public List<Secret> signingKeys(WebhookEndpoint endpoint) {
    return keys.opened(endpoint, clock.instant());
  }

  /** The keys that sign now, without what they are. */
  public List<SealedKey> liveKeys(WebhookEndpoint endpoint) {
    return keys.live(endpoint, clock.instant());
  }

  /**
   * Adds an endpoint.
   *
   * @return fails with {@link dev.roost.protocol.AsapException} if events may not be sent to the
   *     URL, {@link SealException} if its key cannot be kept, {@link StateException} if it is full
   */
  public Future<Issued> register(Registration wanted) {
    return urls.check(wanted.url()).compose(url -> add(wanted, url));
  }

  private Future<Issued> add(Registration wanted, String url) {
    NewKey key = NewKey.of(wanted.kind());
    WebhookEndpoint endpoint =
        new WebhookEndpoint(
            newId(),
            wanted.owner(),
            url,
            wanted.events(),
            wanted.profile(),
            List.of(keys.seal(key, wanted.kind(), now())),
            wanted.headers(),
            Optional.empty(),
            Optional.empty(),
            now(),
            1);
    return store
        .add(endpoint)
        .onSuccess(added -> cache.changed(endpoint.id(), Optional.of(endpoint)))
        .map(new Issued(endpoint, key.verifying()));
  }

  private static String newId() {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return "we_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** As exact as the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Gives an endpoint a new key; the one before it signs for a while, too.
   *
   * @param kind what it signs with; as before if it is not said
   * @return empty if there is no such endpoint
   */
  public Future<Optional<Issued>> rotate(String id, Optional<SealedKey.Kind> kind) {
    NewKey[] made = new NewKey[1];
    return change(
            id,
            endpoint -> {
              SealedKey.Kind next = kind.orElse(endpoint.keys().get(0).kind());
              made[0] = NewKey.of(next);
              SealedKey newest = keys.seal(made[0], next, now());
              return endpoint.withKeys(keys.with(endpoint, newest, now()));
            })
        .map(changed -> changed.map(endpoint -> new Issued(endpoint, made[0].verifying())));
  }

  /** Delivers nothing to an endpoint from now on; it gets no events until it is enabled. */
  public Future<Optional<WebhookEndpoint>> disable(String id, String reason) {
    return change(
        id,
        endpoint ->
            endpoint.disabled().isPresent()
                ? endpoint
                : endpoint.withDisabled(new Disabled(now(), reason)));
  }

  /** Delivers to an endpoint again, also what waits since before it was disabled. */
  public Future<Optional<WebhookEndpoint>> enable(String id) {
    return change(id, endpoint -> endpoint.disabled().isEmpty() ? endpoint : endpoint.enabled());
  }

  /** Gives an endpoint other settings. */
  public Future<Optional<WebhookEndpoint>> edit(String id, Edit edit) {
    return edit.url()
        .map(url -> urls.check(url).map(Optional::of))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()))
        .compose(url -> change(id, endpoint -> edit.apply(endpoint, url)));
  }

  /**
   * Changes an endpoint, whoever else does at the same time.
   *
   * @param next makes the next version, maybe more than once; the same one changes nothing
   * @return what it is now; empty if there is no such endpoint
   */
  public Future<Optional<WebhookEndpoint>> change(String id, UnaryOperator<WebhookEndpoint> next) {
    return change(id, next, ATTEMPTS);
  }

  private Future<Optional<WebhookEndpoint>> change(
      String id, UnaryOperator<WebhookEndpoint> next, int attempts) {
    return store
        .find(id)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(found)
                    : change(found.get(), next, attempts));
  }

  private Future<Optional<WebhookEndpoint>> change(
      WebhookEndpoint before, UnaryOperator<WebhookEndpoint> next, int attempts) {
    WebhookEndpoint after = next.apply(before);
    if (after == before) {
      return Future.succeededFuture(Optional.of(before));
    }
    return store
        .replace(after)
        .compose(
            replaced -> {
              if (replaced) {
                cache.changed(after.id(), Optional.of(after));
                return Future.succeededFuture(Optional.of(after));
              }
              return attempts > 1
                  ? change(before.id(), next, attempts - 1)
                  : Future.failedFuture(StateException.overloaded("changes of it", attempts));
            });
  }

  /**
   * Removes an endpoint.
   *
   * @return whether it was there
   */
  public Future<Boolean> remove(String id) {
    return store.remove(id).onSuccess(there -> cache.changed(id, Optional.empty()));
  }
}
