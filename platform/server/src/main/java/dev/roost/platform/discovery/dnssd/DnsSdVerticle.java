package dev.roost.platform.discovery.dnssd;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.platform.discovery.AgentRoute;
import dev.roost.platform.discovery.Deadlines;
import dev.roost.platform.discovery.UpkeepThread;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the local network of this node's agents as they come and go. It compares what it has told
 * with the directory, on a thread of its own: telling blocks for a second or two.
 */
public final class DnsSdVerticle extends VerticleBase {
  /** How many agents the network is told of. */
  static final int MAX_AGENTS = 100;

  private static final long FAREWELL_MILLIS = 3_000;
  private static final Logger LOG = LoggerFactory.getLogger(DnsSdVerticle.class);

  private final AgentDirectory directory;
  private final Announcer.Opening opening;
  private final Function<AgentUrn, String> manifestUrl;
  private final IntSupplier port;
  private final AtomicBoolean due = new AtomicBoolean();
  private final Map<AgentUrn, Service> told = new HashMap<>();
  private final Set<AgentUrn> leftOut = new HashSet<>();
  private @Nullable UpkeepThread thread;
  private @Nullable Announcer announcer;
  private volatile boolean stopped;

  /**
   * @param manifestUrl where the manifest of an agent is
   * @param port where agents are reached
   */
  public DnsSdVerticle(
      AgentDirectory directory,
      DnsSdConfig config,
      Function<AgentUrn, String> manifestUrl,
      IntSupplier port) {
    this(directory, () -> Multicast.announcer(config.address()), manifestUrl, port);
  }

  DnsSdVerticle(
      AgentDirectory directory,
      Announcer.Opening opening,
      Function<AgentUrn, String> manifestUrl,
      IntSupplier port) {
    this.directory = requireNonNull(directory, "directory");
    this.opening = requireNonNull(opening, "opening");
    this.manifestUrl = requireNonNull(manifestUrl, "manifestUrl");
    this.port = requireNonNull(port, "port");
  }

  @Override
  public Future<?> start() {
    UpkeepThread upkeep = new UpkeepThread(vertx, "roost-dnssd");
    thread = upkeep;
    return upkeep
        .run(
            () -> {
              announcer = open();
              return Future.succeededFuture();
            })
        .onSuccess(
            open -> {
              directory.onChange(this::look);
              look();
            });
  }

  private Announcer open() {
    try {
      return opening.open();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "discovery.dnssd: the local network cannot be told of agents: " + e.getMessage(), e);
    }
  }

  /** The directory has changed; any thread. */
  private void look() {
    UpkeepThread upkeep = thread;
    if (upkeep != null && !stopped && due.compareAndSet(false, true)) {
      upkeep.execute(this::compare);
    }
  }

  private void compare() {
    due.set(false);
    Announcer network = announcer;
    if (stopped || network == null) {
      return;
    }
    Map<AgentUrn, Service> wanted = wanted();
    Map.copyOf(told).entrySet().stream()
        .filter(known -> !known.getValue().equals(wanted.get(known.getKey())))
        .forEach(
            gone -> {
              told.remove(gone.getKey());
              network.withdraw(gone.getValue());
            });
    wanted.forEach(
        (agent, service) -> {
          if (!stopped && !told.containsKey(agent)) {
            announce(network, agent, service);
          }
        });
  }

  private void announce(Announcer network, AgentUrn agent, Service service) {
    try {
      network.announce(service);
      told.put(agent, service);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      leaveOut(agent, String.valueOf(e.getMessage()));
    }
  }

  private Map<AgentUrn, Service> wanted() {
    Map<AgentUrn, Service> wanted = new TreeMap<>();
    for (AgentRoute route : directory.agents()) {
      if (route.node().equals(directory.node())) {
        if (wanted.size() >= MAX_AGENTS) {
          leaveOut(route.urn(), "there are more than " + MAX_AGENTS);
        } else {
          service(route).ifPresent(service -> wanted.put(route.urn(), service));
        }
      }
    }
    return wanted;
  }

  private Optional<Service> service(AgentRoute route) {
    String url = manifestUrl.apply(route.urn());
    Optional<Map<String, String>> text = ServiceText.of(route.manifest(), url);
    if (text.isEmpty()) {
      leaveOut(route.urn(), "the URL of its manifest is too long");
    }
    String instance = ServiceText.instance(route.manifest().name());
    return text.map(entries -> new Service(instance, port.getAsInt(), entries));
  }

  private void leaveOut(AgentUrn agent, String reason) {
    if (leftOut.size() < MAX_AGENTS && leftOut.add(agent)) {
      LOG.atWarn()
          .addKeyValue("agent", agent)
          .addKeyValue("reason", reason)
          .log("The local network is not told of an agent");
    }
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    UpkeepThread upkeep = thread;
    Announcer network = announcer;
    if (upkeep == null || network == null) {
      return Future.succeededFuture();
    }
    Future<Void> closed =
        upkeep.run(
            () -> {
              network.close();
              return Future.succeededFuture();
            });
    return Deadlines.within(
            FAREWELL_MILLIS, upkeep.closeAfter(closed), "the farewell takes too long")
        .otherwiseEmpty();
  }
}
