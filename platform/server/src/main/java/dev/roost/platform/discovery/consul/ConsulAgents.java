package dev.roost.platform.discovery.consul;

import static java.util.Objects.requireNonNull;

import dev.roost.client.registry.LiteRegistry;
import dev.roost.client.registry.RegistryEntry;
import dev.roost.platform.discovery.AgentList;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The healthy agents that are registered with Consul. What was read holds for 5 seconds; those who
 * ask at the same time wait for one answer.
 */
public final class ConsulAgents implements AgentList {
  /** How many of them are taken. */
  static final int MAX_AGENTS = 10_000;

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final String VERSION = "1.0";
  private static final String ASAP_VERSION = "0.1";

  private final ConsulConfig config;
  private final ConsulApi consul;
  private @Nullable Future<LiteRegistry> latest;
  private long askedNanos;

  /** Those of that Consul. */
  public ConsulAgents(Vertx vertx, ConsulConfig config) {
    this.config = requireNonNull(config, "config");
    this.consul = new ConsulApi(vertx, config);
  }

  @Override
  public String url() {
    return config.url();
  }

  @Override
  public synchronized Future<LiteRegistry> read() {
    Future<LiteRegistry> known = latest;
    long now = System.nanoTime();
    if (known == null || known.failed() || known.isComplete() && now - askedNanos > FRESH_NANOS) {
      known = agents(Optional.empty());
      latest = known;
      askedNanos = now;
    }
    return known;
  }

  /** The agents with a tag, such as the id of a skill; all without. */
  public Future<LiteRegistry> agents(Optional<String> tag) {
    return consul.healthy(config.service(), tag).map(ConsulAgents::registry);
  }

  /** One agent may have many instances; the first that is healthy is taken. */
  private static LiteRegistry registry(List<ConsulService> services) {
    Map<AgentUrn, RegistryEntry> entries = new LinkedHashMap<>();
    services.stream()
        .limit(MAX_AGENTS)
        .flatMap(service -> entry(service).stream())
        .forEach(entry -> entries.putIfAbsent(entry.id(), entry));
    return new LiteRegistry(VERSION, Optional.empty(), List.copyOf(entries.values()), List.of());
  }

  private static Optional<RegistryEntry> entry(ConsulService service) {
    String urn = service.meta().getOrDefault(Registration.URN, "");
    String manifest = service.meta().getOrDefault(Registration.MANIFEST_URL, "");
    if (!AgentUrn.isValid(urn) || manifest.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RegistryEntry(
            AgentUrn.of(urn),
            service.meta().getOrDefault(Registration.NAME, urn),
            "",
            Map.of("manifest", manifest),
            service.tags(),
            null,
            List.of(),
            ASAP_VERSION,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of()));
  }
}
