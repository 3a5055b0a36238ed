package dev.roost.outbound;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says of a URL from outside whether it may be used now. The answer holds for one attempt: names
 * can lead elsewhere a moment later.
 */
public final class OutboundGuard {
  /** How long a name may take. */
  static final Duration RESOLUTION = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final TargetPolicy targets;
  private final AddressPolicy addresses;
  private final NameResolver resolver;
  private final OwnListeners own;
  private final Duration patience;
  private final RefusalLog log = new RefusalLog();

  /**
   * @param resolver finds the addresses of names
   * @param own where this process listens
   */
  public OutboundGuard(
      Vertx vertx, OutboundConfig config, NameResolver resolver, OwnListeners own) {
    this(vertx, config, resolver, own, RESOLUTION);
  }

  OutboundGuard(
      Vertx vertx,
      OutboundConfig config,
      NameResolver resolver,
      OwnListeners own,
      Duration patience) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.targets = new TargetPolicy(config.allowHttp());
    this.addresses = new AddressPolicy(config.allowAddresses());
    this.resolver = requireNonNull(resolver, "resolver");
    this.own = requireNonNull(own, "own");
    this.patience = patience;
  }

  /**
   * Checks a URL.
   *
   * @return fails with {@link UrlRefusedException}, or with {@link UrlUnresolvedException} if its
   *     name has no address at the moment; on the caller's context
   */
  public Future<CheckedUrl> check(String text) {
    HttpUrl url;
    try {
      url = HttpUrl.parse(text);
    } catch (InvalidUrlException e) {
      return refuse("", e.reason());
    }
    Optional<String> refusal = targets.refusal(url);
    return refusal.isPresent()
        ? refuse(url.host(), refusal.get())
        : resolved(url).compose(found -> checked(url, found));
  }

  private Future<List<IpAddress>> resolved(HttpUrl url) {
    return url.address().isPresent()
        ? Future.succeededFuture(List.of(url.address().get()))
        : onContext(url.host());
  }

  /** The resolver's answer or silence, on the context of the one who asks. */
  private Future<List<IpAddress>> onContext(String name) {
    Context context = vertx.getOrCreateContext();
    Promise<List<IpAddress>> promise = Promise.promise();
    long timer =
        vertx.setTimer(patience.toMillis(), tick -> unresolved(promise, name, "no answer in time"));
    resolver
        .resolve(name)
        .onComplete(
            done ->
                context.runOnContext(
                    turn -> {
                      vertx.cancelTimer(timer);
                      if (done.failed()) {
                        unresolved(promise, name, String.valueOf(done.cause().getMessage()));
                      } else {
                        promise.tryComplete(done.result());
                      }
                    }));
    return promise.future();
  }

  private void unresolved(Promise<?> promise, String name, String reason) {
    if (!promise.future().isComplete()) {
      log.add(name, reason);
      promise.fail(new UrlUnresolvedException());
    }
  }

  private Future<CheckedUrl> checked(HttpUrl url, List<IpAddress> found) {
    for (IpAddress address : found) {
      if (!addresses.permits(address)) {
        return refuse(url.host(), "the address " + address + " is not public");
      } else if (own.includes(address, url.port())) {
        return refuse(url.host(), "at " + address + " port " + url.port() + " we listen ourselves");
      }
    }
    List<IpAddress> inOrder =
        found.stream().sorted(Comparator.comparing(IpAddress::ipv6)).distinct().toList();
    return Future.succeededFuture(new CheckedUrl(url, inOrder));
  }

  private Future<CheckedUrl> refuse(String host, String reason) {
    log.add(host, reason);
    return Future.failedFuture(new UrlRefusedException());
  }

  /** Tells that a connection did not go where it was to go. */
  UrlRefusedException strayed(CheckedUrl checked, IpAddress pin, String remote) {
    log.add(checked.url().host(), "connected to " + remote + " instead of " + pin);
    return new UrlRefusedException();
  }
}
