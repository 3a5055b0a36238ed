package dev.roost.platform.discovery.consul;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.discovery.AgentDirectory;
import dev.roost.platform.discovery.AgentRoute;
import dev.roost.platform.discovery.Deadlines;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers this node's agents with Consul as they come and go, and all of them again once a
 * minute: an agent of Consul that starts anew has forgotten them. That Consul is away keeps nobody
 * from serving.
 */
public final class ConsulVerticle extends VerticleBase {
  /** How many agents are registered. */
  static final int MAX_AGENTS = 1_000;

  private static final long AGAIN_MILLIS = 60_000;
  private static final long FAREWELL_MILLIS = 3_000;
  private static final Logger LOG = LoggerFactory.getLogger(ConsulVerticle.class);

  private final AgentDirectory directory;
  private final ConsulConfig config;
  private final Function<AgentUrn, String> root;
  private final long againMillis;
  private final Map<AgentUrn, JsonObject> told = new HashMap<>();
  private @Nullable ConsulApi consul;
  private boolean busy;
  private boolean due;
  private boolean again;
  private boolean away;
  private boolean stopped;

  /**
   * @param root the root of an agent as others reach it
   */
  public ConsulVerticle(
      AgentDirectory directory, ConsulConfig config, Function<AgentUrn, String> root) {
    this(directory, config, root, AGAIN_MILLIS);
  }

  ConsulVerticle(
      AgentDirectory directory,
      ConsulConfig config,
      Function<AgentUrn, String> root,
      long againMillis) {
    this.directory = requireNonNull(directory, "directory");
    this.config = requireNonNull(config, "config");
    this.root = requireNonNull(root, "root");
    this.againMillis = againMillis;
  }

  @Override
  public Future<?> start() {
    consul = new ConsulApi(vertx, config);
    directory.onChange(() -> context.runOnContext(turn -> look()));
    vertx.setPeriodic(
        againMillis,
        tick -> {
          again = true;
          look();
        });
    look();
    return Future.succeededFuture();
  }

  private void look() {
    ConsulApi open = consul;
    if (busy || stopped || open == null) {
      due = true;
      return;
    }
    busy = true;
    due = false;
    Future.join(compare(open))
        .onComplete(
            done -> {
              busy = false;
              note(done.cause());
              if (due) {
                look();
              }
            });
  }

  private List<Future<Void>> compare(ConsulApi open) {
    boolean anew = again;
    again = false;
    Map<AgentUrn, JsonObject> wanted = wanted();
    List<Future<Void>> all = new ArrayList<>();
    all.add(Future.succeededFuture());
    Map.copyOf(told)
        .forEach(
            (agent, service) -> {
              if (!wanted.containsKey(agent)) {
                all.add(
                    open.deregister(service.getString("ID")).onSuccess(done -> told.remove(agent)));
              }
            });
    wanted.forEach(
        (agent, service) -> {
          if (anew || !service.equals(told.get(agent))) {
            all.add(open.register(service).onSuccess(done -> told.put(agent, service)));
          }
        });
    return all;
  }

  private Map<AgentUrn, JsonObject> wanted() {
    Map<AgentUrn, JsonObject> wanted = new TreeMap<>();
    for (AgentRoute route : directory.agents()) {
      if (route.node().equals(directory.node()) && wanted.size() < MAX_AGENTS) {
        wanted.put(route.urn(), Registration.of(config, route.manifest(), root.apply(route.urn())));
      }
    }
    return wanted;
  }

  /** Told once, until it does what it is asked again. */
  private void note(@Nullable Throwable failure) {
    if (failure != null && !away) {
      LOG.atWarn()
          .addKeyValue("url", config.url())
          .addKeyValue("reason", failure.getMessage())
          .log("Consul does not register agents");
    } else if (failure == null && away) {
      LOG.atInfo().addKeyValue("url", config.url()).log("Consul registers agents again");
    }
    away = failure != null;
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    ConsulApi open = consul;
    if (open == null) {
      return Future.succeededFuture();
    }
    List<Future<Void>> farewells =
        wanted().values().stream().map(one -> open.deregister(one.getString("ID"))).toList();
    return Deadlines.within(
            FAREWELL_MILLIS, Future.join(farewells), "Consul does not take the farewell")
        .otherwiseEmpty()
        .onComplete(done -> open.close());
  }
}
