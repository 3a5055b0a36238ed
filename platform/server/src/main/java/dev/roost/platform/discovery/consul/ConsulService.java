package dev.roost.platform.discovery.consul;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An instance of a service, as Consul tells of it.
 *
 * @param id its id
 * @param tags free
 * @param address where it is; of the node, if the service has none of its own
 * @param meta free
 */
record ConsulService(
    String id, List<String> tags, String address, int port, Map<String, String> meta) {
  ConsulService {
    tags = List.copyOf(tags);
    meta = Map.copyOf(meta);
  }

  /** Reads an entry of {@code /v1/health/service}; empty if it is none. */
  static Optional<ConsulService> read(Object entry) {
    if (entry instanceof JsonObject object
        && object.getValue("Service") instanceof JsonObject service
        && service.getValue("ID") instanceof String id) {
      int port = service.getValue("Port") instanceof Integer number ? number : 0;
      return Optional.of(
          new ConsulService(id, tags(service), address(object, service), port, meta(service)));
    }
    return Optional.empty();
  }

  private static List<String> tags(JsonObject service) {
    return service.getValue("Tags") instanceof JsonArray tags
        ? tags.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  private static String address(JsonObject entry, JsonObject service) {
    if (service.getValue("Address") instanceof String own && !own.isEmpty()) {
      return own;
    }
    return entry.getValue("Node") instanceof JsonObject node
            && node.getValue("Address") instanceof String address
        ? address
        : "";
  }

  private static Map<String, String> meta(JsonObject service) {
    return service.getValue("Meta") instanceof JsonObject meta
        ? meta.stream()
            .filter(member -> member.getValue() instanceof String)
            .collect(Collectors.toMap(Map.Entry::getKey, member -> (String) member.getValue()))
        : Map.of();
  }
}
