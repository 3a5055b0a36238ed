package dev.roost.platform.webhook.endpoint;

import dev.roost.spi.WebhookEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All endpoints at one moment; never changed. */
final class EndpointIndex {
  /** None. */
  static final EndpointIndex EMPTY = new EndpointIndex(Map.of(), Map.of());

  private final Map<String, WebhookEndpoint> byId;
  private final Map<String, List<WebhookEndpoint>> byOwner;

  private EndpointIndex(
      Map<String, WebhookEndpoint> byId, Map<String, List<WebhookEndpoint>> byOwner) {
    this.byId = byId;
    this.byOwner = byOwner;
  }

  static EndpointIndex of(List<WebhookEndpoint> endpoints) {
    Map<String, WebhookEndpoint> byId = new HashMap<>();
    Map<String, List<WebhookEndpoint>> byOwner = new HashMap<>();
    for (WebhookEndpoint endpoint : endpoints) {
      byId.put(endpoint.id(), endpoint);
      byOwner.computeIfAbsent(endpoint.owner(), none -> new ArrayList<>()).add(endpoint);
    }
    return byId.isEmpty() ? EMPTY : new EndpointIndex(byId, byOwner);
  }

  int size() {
    return byId.size();
  }

  List<WebhookEndpoint> all() {
    return List.copyOf(byId.values());
  }

  Optional<WebhookEndpoint> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<WebhookEndpoint> ofOwner(String owner) {
    return byOwner.getOrDefault(owner, List.of());
  }

  /** The same after somebody looked at an endpoint, unless a newer version of it is known. */
  EndpointIndex seen(String id, Optional<WebhookEndpoint> found) {
    WebhookEndpoint known = byId.get(id);
    boolean older =
        known != null && found.filter(one -> one.version() < known.version()).isPresent();
    boolean same = found.equals(Optional.ofNullable(known));
    return older || same ? this : changed(id, found);
  }

  /** Owners whom it does not concern keep their lists. */
  private EndpointIndex changed(String id, Optional<WebhookEndpoint> found) {
    Map<String, WebhookEndpoint> ids = new HashMap<>(byId);
    Map<String, List<WebhookEndpoint>> owners = new HashMap<>(byOwner);
    WebhookEndpoint known = ids.remove(id);
    if (known != null) {
      without(owners, known);
    }
    found.ifPresent(endpoint -> ids.put(id, endpoint));
    found.ifPresent(
        endpoint -> owners.merge(endpoint.owner(), List.of(endpoint), EndpointIndex::both));
    return ids.isEmpty() ? EMPTY : new EndpointIndex(ids, owners);
  }

  private static void without(Map<String, List<WebhookEndpoint>> owners, WebhookEndpoint gone) {
    List<WebhookEndpoint> rest =
        owners.getOrDefault(gone.owner(), List.of()).stream()
            .filter(one -> !one.id().equals(gone.id()))
            .toList();
    if (rest.isEmpty()) {
      owners.remove(gone.owner());
    } else {
      owners.put(gone.owner(), rest);
    }
  }

  private static List<WebhookEndpoint> both(
      List<WebhookEndpoint> some, List<WebhookEndpoint> others) {
    List<WebhookEndpoint> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
