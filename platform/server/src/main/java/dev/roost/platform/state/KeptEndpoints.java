package dev.roost.platform.state;

import dev.roost.spi.EndpointStore;
import dev.roost.spi.StateException;
import dev.roost.spi.WebhookEndpoint;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where events of tasks go, in rows. */
final class KeptEndpoints implements EndpointStore {
  private final Store store;

  KeptEndpoints(Store store) {
    this.store = store;
  }

  @Override
  public Future<Void> add(WebhookEndpoint endpoint) {
    return store.write(
        rows -> {
          if (rows.get(Table.ENDPOINTS, Keys.of(endpoint.id())).isEmpty()) {
            checkRoom(rows, endpoint.owner());
            put(rows, endpoint);
          }
        });
  }

  private static void checkRoom(RowWriter rows, String owner) {
    if (rows.count(Table.ENDPOINTS) >= MAX) {
      throw StateException.overloaded("endpoints", MAX);
    }
    String from = Keys.from(owner);
    List<Row> his = rows.range(Table.ENDPOINT_OWNERS, from, Keys.behind(owner), MAX_PER_OWNER);
    if (his.size() >= MAX_PER_OWNER) {
      throw StateException.overloaded("endpoints of this owner", MAX_PER_OWNER);
    }
  }

  private static void put(RowWriter rows, WebhookEndpoint endpoint) {
    String key = Keys.of(endpoint.id());
    rows.put(Table.ENDPOINTS, key, Seal.close(EndpointJson.of(endpoint)));
    rows.put(Table.ENDPOINT_OWNERS, ofOwner(endpoint), key);
  }

  private static String ofOwner(WebhookEndpoint endpoint) {
    return Keys.of(endpoint.owner(), endpoint.id());
  }

  @Override
  public Future<Boolean> replace(WebhookEndpoint endpoint) {
    return store.ask(
        rows -> {
          boolean next =
              find(rows, Keys.of(endpoint.id()))
                  .filter(stored -> stored.owner().equals(endpoint.owner()))
                  .filter(stored -> stored.version() == endpoint.version() - 1)
                  .isPresent();
          if (next) {
            put(rows, endpoint);
          }
          return next;
        });
  }

  @Override
  public Future<Optional<WebhookEndpoint>> find(String id) {
    return store.read(rows -> find(rows, Keys.of(id)));
  }

  private static Optional<WebhookEndpoint> find(RowReader rows, String key) {
    return rows.get(Table.ENDPOINTS, key)
        .flatMap(row -> Seal.open(Table.ENDPOINTS, key, row))
        .map(EndpointJson::endpoint);
  }

  @Override
  public Future<List<WebhookEndpoint>> list(
      Optional<String> owner, Optional<String> after, int limit) {
    Optional<String> last = after.map(Keys::of);
    return store.read(
        rows ->
            owner.map(one -> his(rows, one, last, limit)).orElseGet(() -> all(rows, last, limit)));
  }

  private static List<WebhookEndpoint> his(
      RowReader rows, String owner, Optional<String> last, int limit) {
    String prefix = Keys.from(owner);
    String from = last.map(key -> prefix + key + '!').orElse(prefix);
    return rows.range(Table.ENDPOINT_OWNERS, from, Keys.behind(owner), limit).stream()
        .map(row -> find(rows, row.value()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Goes on behind damaged rows, so that a short page means the end. */
  private static List<WebhookEndpoint> all(RowReader rows, Optional<String> last, int limit) {
    List<WebhookEndpoint> found = new ArrayList<>();
    String from = last.map(key -> key + '!').orElse(Keys.FIRST);
    while (found.size() < limit) {
      int wanted = limit - found.size();
      List<Row> page = rows.range(Table.ENDPOINTS, from, Keys.LAST, wanted);
      page.stream()
          .map(row -> Seal.open(Table.ENDPOINTS, row).map(EndpointJson::endpoint))
          .flatMap(Optional::stream)
          .forEach(found::add);
      if (page.size() < wanted) {
        return found;
      }
      from = page.get(wanted - 1).key() + '!';
    }
    return found;
  }

  @Override
  public Future<Boolean> remove(String id) {
    return store.ask(rows -> remove(rows, Keys.of(id)));
  }

  private static boolean remove(RowWriter rows, String key) {
    Optional<WebhookEndpoint> found = find(rows, key);
    found.ifPresent(endpoint -> rows.delete(Table.ENDPOINT_OWNERS, ofOwner(endpoint)));
    found.ifPresent(endpoint -> rows.delete(Table.ENDPOINTS, key));
    return found.isPresent();
  }

  void restore(RowWriter rows, JsonObject row) {
    put(rows, EndpointJson.endpoint(row));
  }
}
