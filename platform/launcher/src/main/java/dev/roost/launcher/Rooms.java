package dev.roost.launcher;

import dev.roost.agent.BusCodecs;
import dev.roost.client.manifest.ManifestSigner;
import dev.roost.launcher.config.PlatformConfig;
import dev.roost.outbound.OutboundConfig;
import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.AuthStatus;
import dev.roost.platform.auth.AuthVerticle;
import dev.roost.platform.auth.Authenticator;
import dev.roost.platform.auth.Credentials;
import dev.roost.platform.cluster.Greetings;
import dev.roost.platform.cluster.Minimum;
import dev.roost.platform.cluster.NodeDesk;
import dev.roost.platform.discovery.AgentCalls;
import dev.roost.platform.discovery.AgentList;
import dev.roost.platform.discovery.BindingLoops;
import dev.roost.platform.discovery.Departure;
import dev.roost.platform.discovery.Discovery;
import dev.roost.platform.discovery.RemoteAgents;
import dev.roost.platform.discovery.RemoteConfig;
import dev.roost.platform.discovery.consul.ConsulAgents;
import dev.roost.platform.discovery.consul.ConsulConfig;
import dev.roost.platform.discovery.consul.ConsulVerticle;
import dev.roost.platform.discovery.dnssd.DnsSdConfig;
import dev.roost.platform.discovery.dnssd.DnsSdVerticle;
import dev.roost.platform.gateway.Destination;
import dev.roost.platform.gateway.Freshness;
import dev.roost.platform.gateway.GatewayMetrics;
import dev.roost.platform.gateway.MessageGateway;
import dev.roost.platform.gateway.Nonces;
import dev.roost.platform.gateway.RateLimit;
import dev.roost.platform.gateway.RateLimiter;
import dev.roost.platform.gateway.TaskDesk;
import dev.roost.platform.http.HttpBinding;
import dev.roost.platform.http.HttpConfig;
import dev.roost.platform.http.NamedAgents;
import dev.roost.platform.http.Presentation;
import dev.roost.platform.ledger.Ledger;
import dev.roost.platform.ledger.LedgerConfig;
import dev.roost.platform.ops.LedgerRoutes;
import dev.roost.platform.ops.ManagementConfig;
import dev.roost.platform.ops.ManagementVerticle;
import dev.roost.platform.ops.PlatformMetrics;
import dev.roost.platform.ops.ProbeRoutes;
import dev.roost.platform.ops.VerticleBoard;
import dev.roost.platform.ops.WebhookRoutes;
import dev.roost.platform.plugin.HostServices;
import dev.roost.platform.plugin.PluginConfig;
import dev.roost.platform.plugin.PluginVerticle;
import dev.roost.platform.task.DurableAgents;
import dev.roost.platform.task.DurableTasks;
import dev.roost.platform.task.DurableUpkeep;
import dev.roost.platform.task.GuestDesk;
import dev.roost.platform.task.GuestTasks;
import dev.roost.platform.task.LiveTasks;
import dev.roost.platform.task.Takeover;
import dev.roost.platform.task.TaskSettings;
import dev.roost.platform.task.TaskVerticle;
import dev.roost.platform.websocket.WebSocketBinding;
import dev.roost.platform.websocket.WebSocketConfig;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.JsonRpcReader;
import dev.roost.spi.Gateway;
import dev.roost.spi.Principal;
import dev.roost.spi.Scope;
import dev.roost.spi.Secret;
import dev.roost.spi.StateBackend;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rooms of one node, built from its configuration and connected with each other. */
final class Rooms {
  private final Vertx vertx;
  private final PlatformConfig config;
  private final Minimum minimum;
  private final VerticleBoard board = new VerticleBoard();
  private final BindingLoops loops = new BindingLoops();
  private final PlatformMetrics metrics = new PlatformMetrics();
  private final AtomicInteger managementPort = new AtomicInteger();
  private final NodeWayOut wayOut;
  private final Discovery discovery;
  private final AuthConfig auth;
  private final AuthStatus authStatus;
  private final TaskSettings taskSettings;
  private final StateBackend state;
  private final LiveTasks tasks;
  private final NodeDesk desk;
  private Optional<Greetings> greetings = Optional.empty();
  private Optional<Departure> departure = Optional.empty();
  private final Ledger ledger;
  private final NodeWebhooks webhooks;
  private final AgentCalls agents;
  private final DurableTasks durable;
  private final DurableAgents durableAgents;
  private final Gateway gateway;
  private final HttpBinding http;
  private final WebSocketBinding websocket;
  private final PluginVerticle plugins;

  Rooms(Node node, PlatformConfig config, StateBackend state) {
    this.vertx = node.vertx();
    this.config = config;
    this.minimum = node.minimum();
    BusCodecs.register(vertx);
    BusCodecs.registerLocal(vertx, Credentials.class);
    BusCodecs.registerLocal(vertx, Principal.class);
    this.wayOut = new NodeWayOut(vertx, OutboundConfig.of(config.section("outbound")));
    this.discovery = Discovery.of(vertx, node.nodes(), remoteAgents(config.section("discovery")));
    this.auth = AuthConfig.of(config.section("auth"));
    this.authStatus = AuthStatus.of(auth);
    board.require("auth", authStatus::isReady);
    if (node.nodes().clustered()) {
      board.require("cluster", minimum::isMet);
    }
    this.taskSettings = TaskSettings.of(config.section("task"));
    this.state = state;
    this.tasks = new LiveTasks(discovery.directory().node(), taskSettings, state);
    this.ledger =
        new Ledger(
            LedgerConfig.of(config.section("state"), state.durable()), state, Clock.systemUTC());
    tasks.listen(ledger::ended);
    this.webhooks = new NodeWebhooks(vertx, config, state, wayOut, metrics.registry());
    this.desk = new NodeDesk(discovery.calls());
    if (node.nodes().clustered()) {
      greetings = Optional.of(new Greetings(discovery.calls(), desk));
      new GuestDesk(desk, tasks, state.snapshots());
      GuestTasks guests = new GuestTasks(desk, tasks, taskSettings.maxLive());
      discovery.guests(guests);
      departure = Optional.of(new Departure(discovery, desk, guests));
    }
    this.agents = new AgentCalls(tasks, discovery);
    this.durableAgents = DurableAgents.of(config.section("plugin").getJsonObject("agents"));
    this.durable =
        new DurableTasks(discovery.directory().node(), taskSettings, state, tasks, durableAgents);
    board.require("state", durable.health()::isWritable);
    this.gateway = gateway(config.section("http"), config.section("platform"));
    this.websocket =
        new WebSocketBinding(
            WebSocketConfig.of(config.section("websocket"), config.section("platform")), gateway);
    this.http = http().protect(auth);
    if (config.section("websocket").getBoolean("enabled")) {
      http.add(websocket);
    }
    this.plugins = plugins(config.section("plugin"));
    metrics.watch(tasks, discovery.directory());
    metrics.watch(state);
    metrics.watch(ledger);
    metrics.watch(websocket);
  }

  private RemoteAgents remoteAgents(JsonObject section) {
    List<AgentList> lists =
        consul().map(known -> new ConsulAgents(vertx, known)).stream()
            .map(AgentList.class::cast)
            .toList();
    return RemoteAgents.of(vertx, RemoteConfig.of(section), wayOut.guard(), lists);
  }

  private Gateway gateway(JsonObject http, JsonObject platform) {
    MessageGateway made =
        new MessageGateway(
            new RateLimiter(RateLimit.parse(http.getString("rateLimit"))),
            new JsonRpcReader(
                http.getInteger("maxBatch"),
                platform.getBoolean("debug"),
                config.section("webhook").getBoolean("acceptInConfig")),
            new Authenticator(vertx, auth, Clock.systemUTC(), authStatus),
            new Freshness(Clock.systemUTC(), auth.timestampRequired()),
            new Nonces(Clock.systemUTC(), auth.nonce()),
            new Destination(discovery.directory(), AgentUrn.of(platform.getString("defaultAgent"))),
            webhooks.callbacks(),
            taskDesk(),
            new GatewayMetrics(metrics.registry()));
    return desk.nodes().clustered() ? made.refusing(minimum::refusal) : made;
  }

  private TaskDesk taskDesk() {
    TaskDesk alone = new TaskDesk(taskSettings, tasks, agents, discovery.router(), state, durable);
    return desk.nodes().clustered() ? alone.join(desk, taskSettings) : alone;
  }

  private HttpBinding http() {
    HttpConfig section =
        HttpConfig.of(config.section("http"), config.section("platform"), config::resolve);
    Presentation presentation =
        new Presentation(
            section.publicUrl(),
            authScheme(),
            config.section("discovery").getLong("manifestTtlSeconds"),
            state::durable,
            signer());
    return new HttpBinding(
        section,
        presentation,
        discovery.directory(),
        loops,
        board::isReady,
        List.of(
            new ProbeRoutes(
                vertx,
                new NamedAgents(discovery.directory(), section.defaultAgent()),
                board,
                metrics.registry())));
  }

  private Optional<ManifestSigner> signer() {
    Object key = config.section("discovery").getValue("signingKey");
    try {
      return Optional.ofNullable((Secret) key).map(secret -> ManifestSigner.of(secret.reveal()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "discovery.signingKey: " + e.getMessage() + "; make one by: roost keys generate", e);
    }
  }

  private Manifest.@Nullable AuthScheme authScheme() {
    return switch (auth.mode()) {
      case NONE -> null;
      case BEARER -> new Manifest.AuthScheme(List.of("bearer"), null);
      case OAUTH2 -> new Manifest.AuthScheme(List.of("bearer"), providers());
    };
  }

  /** Who gives tokens, and for what; where exactly is told by the providers themselves. */
  private JsonObject providers() {
    JsonArray issuers = new JsonArray();
    auth.issuers().forEach(issuer -> issuers.add(issuer.issuer()));
    JsonArray scopes = new JsonArray();
    Stream.of(Scope.values()).map(Scope::spelling).forEach(scopes::add);
    return new JsonObject().put("issuers", issuers).put("scopes", scopes);
  }

  private PluginVerticle plugins(JsonObject section) {
    return new PluginVerticle(
        PluginConfig.of(section, config.resolve(section.getString("directory"))),
        config.resolve("work"),
        new HostServices(discovery, agents, tasks, state.snapshots()),
        loops);
  }

  NodeWayOut wayOut() {
    return wayOut;
  }

  /** The main port is open; no URL may lead to it. */
  void mainPortIsUp() {
    wayOut.listensAt(config.section("http").getString("host"), httpPort());
  }

  /** The management port is open; no URL may lead to it. */
  void managementPortIsUp() {
    wayOut.listensAt(config.section("management").getString("host"), managementPort());
  }

  /** Meets the other nodes before anybody here has something to tell them. */
  Future<Void> greet() {
    return greetings.map(Greetings::greetAll).orElseGet(Future::succeededFuture);
  }

  /** Has the other nodes send nothing more; completes when they have what is done for them. */
  Future<Void> depart() {
    return departure.map(Departure::begin).orElseGet(Future::succeededFuture);
  }

  /** Completes when there are enough nodes to serve. */
  Future<Void> enoughNodes() {
    return minimum.met();
  }

  Discovery discovery() {
    return discovery;
  }

  LiveTasks tasks() {
    return tasks;
  }

  Ledger ledger() {
    return ledger;
  }

  NodeWebhooks webhooks() {
    return webhooks;
  }

  VerticleBoard board() {
    return board;
  }

  PluginVerticle plugins() {
    return plugins;
  }

  int httpPort() {
    return http.actualPort();
  }

  int managementPort() {
    return managementPort.get();
  }

  Deployable authVerticle() {
    return new AuthVerticle(auth, wayOut.connections(), Clock.systemUTC(), authStatus);
  }

  Deployable taskVerticle() {
    return new TaskVerticle(desk, tasks, new DurableUpkeep(durable, takeover(), taskSettings));
  }

  private Takeover takeover() {
    return new Takeover(
            discovery.directory().node(),
            taskSettings,
            state,
            tasks,
            durable,
            durableAgents,
            agent -> discovery.directory().find(agent).isPresent(),
            webhooks.callbacks(),
            agents::begin)
        .onlyWhile(minimum::isMet);
  }

  Deployable httpVerticle() {
    return http.verticle(gateway, new JsonObject());
  }

  Deployable websocketVerticle() {
    return websocket.verticle(gateway, new JsonObject());
  }

  /** Tells the local network of agents, if it is to be told. */
  Optional<Deployable> dnsSdVerticle() {
    JsonObject section = config.section("discovery").getJsonObject("dnssd");
    return Optional.of(DnsSdConfig.of(section))
        .filter(DnsSdConfig::enabled)
        .map(
            dnssd ->
                new DnsSdVerticle(discovery.directory(), dnssd, http::manifestUrl, this::httpPort));
  }

  /** Registers agents with Consul, if they are to be registered. */
  Optional<Deployable> consulVerticle() {
    return consul().map(known -> new ConsulVerticle(discovery.directory(), known, http::rootOf));
  }

  private Optional<ConsulConfig> consul() {
    JsonObject section = config.section("discovery").getJsonObject("consul");
    return Optional.of(ConsulConfig.of(section)).filter(ConsulConfig::enabled);
  }

  Deployable managementVerticle() {
    return new ManagementVerticle(
        ManagementConfig.of(config.section("management")),
        discovery.directory(),
        agents,
        tasks,
        board,
        new LedgerRoutes(ledger, state),
        new WebhookRoutes(webhooks.endpoints(), state, Clock.systemUTC()),
        managementPort);
  }
}
