package dev.roost.platform.webhook.endpoint;

import dev.roost.agent.Addresses;
import dev.roost.protocol.Ids;
import dev.roost.spi.EndpointStore;
import dev.roost.spi.WebhookEndpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All endpoints in the heap. What this node changes is there at once; what another changes, when it
 * tells, and if that gets lost, when all are read again.
 */
final class EndpointCache {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointCache.class);
  private static final int PAGE = 500;
  private static final String BY = "by";

  private final Vertx vertx;
  private final EndpointStore store;
  private final String node = Ids.next();
  private final Map<String, Optional<WebhookEndpoint>> seenWhileLoading = new HashMap<>();
  private volatile EndpointIndex index = EndpointIndex.EMPTY;
  private @Nullable Future<Void> loading;
  private @Nullable MessageConsumer<String> news;
  private long timer;

  EndpointCache(Vertx vertx, EndpointStore store) {
    this.vertx = vertx;
    this.store = store;
  }

  EndpointIndex index() {
    return index;
  }

  /** Reads all, and then again each {@code millis}. */
  Future<Void> start(long millis) {
    news = vertx.eventBus().consumer(Addresses.WEBHOOK_CHANGED, this::told);
    timer = vertx.setPeriodic(millis, tick -> load());
    return load();
  }

  Future<Void> stop() {
    vertx.cancelTimer(timer);
    return news == null ? Future.succeededFuture() : news.unregister();
  }

  private void told(Message<String> message) {
    if (!node.equals(message.headers().get(BY))) {
      String id = message.body();
      store.find(id).onSuccess(found -> seen(id, found)).onFailure(EndpointCache::missed);
    }
  }

  private static void missed(Throwable failure) {
    LOG.atDebug().setCause(failure).log("The endpoints of webhooks cannot be read now");
  }

  /** This node has changed an endpoint. */
  void changed(String id, Optional<WebhookEndpoint> now) {
    seen(id, now);
    vertx
        .eventBus()
        .publish(Addresses.WEBHOOK_CHANGED, id, new DeliveryOptions().addHeader(BY, node));
  }

  private synchronized void seen(String id, Optional<WebhookEndpoint> found) {
    index = index.seen(id, found);
    if (loading != null) {
      seenWhileLoading.put(id, found);
    }
  }

  /** Reads all; whoever asks meanwhile gets the same. */
  synchronized Future<Void> load() {
    if (loading != null) {
      return loading;
    }
    Future<Void> mine = load(new ArrayList<>(), Optional.empty()).onFailure(EndpointCache::missed);
    loading = mine;
    return mine.onComplete(done -> ended());
  }

  private synchronized void ended() {
    loading = null;
    seenWhileLoading.clear();
  }

  private Future<Void> load(List<WebhookEndpoint> all, Optional<String> after) {
    return store
        .list(Optional.empty(), after, PAGE)
        .compose(
            page -> {
              all.addAll(page);
              return page.size() < PAGE
                  ? loaded(all)
                  : load(all, Optional.of(page.get(PAGE - 1).id()));
            });
  }

  /** What was seen meanwhile is newer than the page that it stands on. */
  private synchronized Future<Void> loaded(List<WebhookEndpoint> all) {
    EndpointIndex fresh = EndpointIndex.of(all);
    for (Map.Entry<String, Optional<WebhookEndpoint>> seen : seenWhileLoading.entrySet()) {
      fresh = fresh.seen(seen.getKey(), seen.getValue());
    }
    index = fresh;
    return Future.succeededFuture();
  }
}
