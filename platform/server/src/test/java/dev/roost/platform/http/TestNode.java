package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.agent.AgentSpec;
import dev.roost.agent.BusCodecs;
import dev.roost.client.manifest.ManifestSigner;
import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.AuthConfig.Mode;
import dev.roost.platform.auth.AuthConfig.NonceRule;
import dev.roost.platform.auth.AuthConfig.RequireTimestamp;
import dev.roost.platform.auth.AuthStatus;
import dev.roost.platform.auth.AuthVerticle;
import dev.roost.platform.auth.Authenticator;
import dev.roost.platform.auth.Credentials;
import dev.roost.platform.auth.oauth2.TestingProvider;
import dev.roost.platform.cluster.NodeDesk;
import dev.roost.platform.discovery.AgentCalls;
import dev.roost.platform.discovery.BindingLoops;
import dev.roost.platform.discovery.Discovery;
import dev.roost.platform.gateway.Destination;
import dev.roost.platform.gateway.Freshness;
import dev.roost.platform.gateway.GatewayMetrics;
import dev.roost.platform.gateway.MessageGateway;
import dev.roost.platform.gateway.Nonces;
import dev.roost.platform.gateway.RateLimit;
import dev.roost.platform.gateway.RateLimiter;
import dev.roost.platform.gateway.TaskDesk;
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
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.task.DurableAgents;
import dev.roost.platform.task.DurableTasks;
import dev.roost.platform.task.DurableUpkeep;
import dev.roost.platform.task.LiveTasks;
import dev.roost.platform.task.Takeover;
import dev.roost.platform.task.TaskSettings;
import dev.roost.platform.task.TaskVerticle;
import dev.roost.platform.webhook.Callbacks;
import dev.roost.platform.webhook.endpoint.Endpoints;
import dev.roost.platform.webhook.endpoint.TestingEndpoints;
import dev.roost.platform.websocket.WebSocketBinding;
import dev.roost.platform.websocket.WebSocketConfig;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.JsonRpcReader;
import dev.roost.spi.Principal;
import dev.roost.spi.StateBackend;
import dev.roost.spi.Upgrade;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node with real rooms on free ports, for tests. Its default agent is {@link #ECHO}. */
public final class TestNode implements AutoCloseable {
  /** The default agent: repeats. */
  public static final String ECHO = "urn:asap:agent:echo";

  /** The agent that fails and waits. */
  public static final String TROUBLE = "urn:asap:agent:test:trouble";

  /** How many tasks {@link #TROUBLE} runs at once. */
  public static final int TROUBLE_LIMIT = 3;

  private final Path root;
  private final LoopWatch loopWatch = new LoopWatch();
  private final Vertx vertx =
      Vertx.vertx(LoopWatch.strict(new VertxOptions().setEventLoopPoolSize(4)));
  private final VerticleBoard board = new VerticleBoard();
  private final PlatformMetrics metrics = new PlatformMetrics();
  private final TestAgent.Gate gate = new TestAgent.Gate();
  private final AtomicInteger managementPort = new AtomicInteger();
  private final LiveTasks tasks;
  private final Ledger ledger;
  private final HttpBinding http;
  private final PluginVerticle plugins;
  private Endpoints endpoints;
  private final WebSocketBinding websocket;
  private final boolean secure;
  private final String door;

  /** What a test wants otherwise. */
  public static final class Builder {
    private AuthConfig auth =
        new AuthConfig(Mode.NONE, RequireTimestamp.AUTO, NonceRule.OFF, List.of());
    private Clock clock = Clock.systemUTC();
    private Clock tokenClock = Clock.systemUTC();
    private String rateLimit = "off";
    private boolean callbacksInConfig;
    private boolean debug;
    private int maxRequestBytes = 10 * 1024 * 1024;
    private long bodyBudget = Long.MAX_VALUE;
    private int maxLive = 1_000;
    private Duration answer = Duration.ofSeconds(50);
    private Duration cancel = Duration.ofSeconds(5);
    private boolean cancelOnDisconnect = true;
    private @Nullable Function<WebSocketBinding, Upgrade> upgrade;
    private long messageBudget = Long.MAX_VALUE / 2;
    private WebSocketConfig websocket =
        new WebSocketConfig(
            OptionalInt.empty(),
            1 << 20,
            Duration.ofSeconds(30),
            Duration.ofSeconds(90),
            Duration.ofSeconds(10),
            1_000,
            Set.of());
    private Optional<StateBackend> state = Optional.empty();
    private LedgerConfig ledger = LedgerConfig.OFF;
    private Duration lease = Duration.ofSeconds(30);
    private int maxAttempts = 3;
    private DurableAgents durable = DurableAgents.NONE;
    private Optional<ManifestSigner> signer = Optional.empty();
    private int maxConnections = 1_000;
    private int maxConnectionsPerAddress = 1_000;
    private int instances = 2;
    private Optional<TlsFiles> tls = Optional.empty();
    private List<AddressRange> trustedProxies = List.of();
    private HttpRoutes routes = router -> {};
    private ConnectionWatch.PhaseLimits phases = ConnectionWatch.PhaseLimits.SHIPPED;

    /** What callers must show. */
    public Builder auth(AuthConfig value) {
      auth = value;
      return this;
    }

    /** For timestamps and nonces. */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /** For the times in tokens, and how long keys and proofs are kept. */
    public Builder tokenClock(Clock value) {
      tokenClock = value;
      return this;
    }

    /** Requests may name callbacks in the config of their tasks. */
    public Builder callbacksInConfig() {
      callbacksInConfig = true;
      return this;
    }

    /** Off by default. */
    public Builder rateLimit(String value) {
      rateLimit = value;
      return this;
    }

    /** Errors may repeat input. */
    public Builder debug() {
      debug = true;
      return this;
    }

    /** The longest body. */
    public Builder maxRequestBytes(int value) {
      maxRequestBytes = value;
      return this;
    }

    /** How many bytes all bodies may have together. */
    Builder bodyBudget(long value) {
      bodyBudget = value;
      return this;
    }

    /** The most tasks. */
    public Builder maxLive(int value) {
      maxLive = value;
      return this;
    }

    /** After how long a running task is answered as such, and a cancelled one is cut off. */
    public Builder patience(Duration toAnswer, Duration toCancel) {
      answer = toAnswer;
      cancel = toCancel;
      return this;
    }

    /** Tasks go on when the client leaves to whom they are streamed. */
    public Builder goOnWithoutReader() {
      cancelOnDisconnect = false;
      return this;
    }

    /** What is written down of calls; nothing by default. */
    public Builder ledger(LedgerConfig value) {
      ledger = value;
      return this;
    }

    /** Where the node keeps its state; the test closes it. In memory by default. */
    public Builder state(StateBackend value) {
      state = Optional.of(value);
      return this;
    }

    /** For how long durable tasks stay with a silent node, and how often they run at most. */
    public Builder lease(Duration value, int attempts) {
      lease = value;
      maxAttempts = attempts;
      return this;
    }

    /** What is said about the durable tasks of single agents. */
    public Builder durable(DurableAgents value) {
      durable = value;
      return this;
    }

    /** Signs the manifests; nobody does by default. */
    public Builder signer(ManifestSigner value) {
      signer = Optional.of(value);
      return this;
    }

    private TaskSettings tasks() {
      return new TaskSettings(
          maxLive,
          Duration.ofSeconds(600),
          answer,
          cancel,
          Duration.ofHours(24),
          cancelOnDisconnect,
          lease,
          maxAttempts);
    }

    /** Settings of the WebSocket transport. */
    public Builder websocket(WebSocketConfig value) {
      websocket = value;
      return this;
    }

    /** How many bytes of WebSocket messages may be held before connections have to wait. */
    public Builder messageBudget(long value) {
      messageBudget = value;
      return this;
    }

    /** A further transport, made with the WebSocket binding at hand. */
    public Builder upgrade(Function<WebSocketBinding, Upgrade> value) {
      upgrade = value;
      return this;
    }

    /** The most connections. */
    public Builder connections(int total, int perAddress) {
      maxConnections = total;
      maxConnectionsPerAddress = perAddress;
      return this;
    }

    /** The time limits of connections. */
    Builder phases(long head, long body, long pause) {
      phases = new ConnectionWatch.PhaseLimits(head, body, pause);
      return this;
    }

    /** By TLS. */
    public Builder tls(TlsFiles value) {
      tls = Optional.of(value);
      return this;
    }

    /** Who may tell for whom it sends. */
    Builder trustedProxies(String... ranges) {
      trustedProxies = Stream.of(ranges).map(AddressRange::parse).toList();
      return this;
    }

    /** Pages of a test's own. */
    Builder routes(HttpRoutes value) {
      routes = value;
      return this;
    }

    /** How many event loops carry connections. */
    public Builder instances(int value) {
      instances = value;
      return this;
    }

    /** Starts it. */
    public TestNode start() {
      return new TestNode(this);
    }
  }

  private TestNode(Builder wanted) {
    secure = wanted.tls.isPresent();
    try {
      root = Files.createTempDirectory("roost-node");
      Files.createDirectory(root.resolve("plugins"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    BusCodecs.register(vertx);
    BusCodecs.registerLocal(vertx, Credentials.class);
    BusCodecs.registerLocal(vertx, Principal.class);
    Discovery discovery = Discovery.of(vertx);
    BindingLoops loops = new BindingLoops();
    TaskSettings settings = wanted.tasks();
    MemoryBackend memory = new MemoryBackend(settings.idempotency());
    StateBackend state = wanted.state.orElse(memory);
    tasks = new LiveTasks(discovery.directory().node(), settings, state);
    metrics.watch(tasks, discovery.directory());
    metrics.watch(state);
    ledger = new Ledger(wanted.ledger, state, Clock.systemUTC());
    tasks.listen(ledger::ended);
    metrics.watch(ledger);
    http = http(wanted, state::durable, discovery, loops).protect(wanted.auth);
    AgentCalls agents = new AgentCalls(tasks, discovery);
    DurableTasks durable =
        new DurableTasks(discovery.directory().node(), settings, state, tasks, wanted.durable);
    board.require("state", durable.health()::isWritable);
    TaskDesk desk = new TaskDesk(settings, tasks, agents, discovery.router(), state, durable);
    endpoints = TestingEndpoints.of(vertx, state.endpoints(), Clock.systemUTC());
    Callbacks callbacks = TestingEndpoints.callbacks(vertx, endpoints);
    Takeover takeover =
        new Takeover(
            discovery.directory().node(),
            settings,
            state,
            tasks,
            durable,
            wanted.durable,
            agent -> discovery.directory().find(agent).isPresent(),
            callbacks,
            agents::begin);
    AuthStatus authStatus = AuthStatus.of(wanted.auth);
    MessageGateway gateway = gateway(wanted, discovery, callbacks, desk, authStatus);
    plugins =
        new PluginVerticle(
            new PluginConfig(directory(), true, java.util.Map.of(), 50, 5, 5),
            root.resolve("work"),
            new HostServices(discovery, agents, tasks, state.snapshots()),
            loops);
    TestPlatform.get(discovery.start());
    TestPlatform.get(endpoints.start());
    board.require("auth", authStatus::isReady);
    deploy(
        "auth",
        1,
        () ->
            new AuthVerticle(
                wanted.auth, TestingProvider.wayOut(vertx), wanted.tokenClock, authStatus));
    deploy(
        "task",
        1,
        () ->
            new TaskVerticle(
                new NodeDesk(discovery.calls()),
                tasks,
                new DurableUpkeep(durable, takeover, settings)));
    websocket = new WebSocketBinding(wanted.websocket, gateway, wanted.messageBudget);
    http.add(websocket);
    if (wanted.upgrade != null) {
      http.add(wanted.upgrade.apply(websocket));
    }
    metrics.watch(websocket);
    deploy("websocket", 1, () -> websocket.verticle(gateway, new JsonObject()));
    door = deploy("http", wanted.instances, () -> http.verticle(gateway, new JsonObject()));
    deploy(
        "management",
        1,
        () ->
            new ManagementVerticle(
                new ManagementConfig("127.0.0.1", 0),
                discovery.directory(),
                agents,
                tasks,
                board,
                new LedgerRoutes(ledger, state),
                new WebhookRoutes(endpoints, state, Clock.systemUTC()),
                managementPort));
    deploy("plugin", 1, () -> plugins);
    add(TestAgent.echo(ECHO), ThreadingModel.EVENT_LOOP);
    add(TestAgent.troublesome(TROUBLE, gate, TROUBLE_LIMIT), ThreadingModel.EVENT_LOOP);
  }

  private HttpBinding http(
      Builder wanted, BooleanSupplier durable, Discovery discovery, BindingLoops loops) {
    return new HttpBinding(
        new HttpConfig(
            "127.0.0.1",
            0,
            wanted.maxRequestBytes,
            wanted.maxConnections,
            wanted.maxConnectionsPerAddress,
            Duration.ofSeconds(10),
            wanted.tls,
            wanted.trustedProxies,
            "http://localhost:8080",
            AgentUrn.of(ECHO)),
        new Presentation("http://localhost:8080", scheme(wanted.auth), 300, durable, wanted.signer),
        discovery.directory(),
        loops,
        board::isReady,
        List.of(
            wanted.routes,
            new ProbeRoutes(
                vertx,
                new NamedAgents(discovery.directory(), AgentUrn.of(ECHO)),
                board,
                metrics.registry())),
        wanted.phases,
        new BodyBudget(wanted.bodyBudget));
  }

  private static Manifest.AuthScheme scheme(AuthConfig auth) {
    return auth.mode() == Mode.NONE ? null : new Manifest.AuthScheme(List.of("bearer"), null);
  }

  private MessageGateway gateway(
      Builder wanted,
      Discovery discovery,
      Callbacks callbacks,
      TaskDesk desk,
      AuthStatus authStatus) {
    return new MessageGateway(
        new RateLimiter(RateLimit.parse(wanted.rateLimit)),
        new JsonRpcReader(50, wanted.debug, wanted.callbacksInConfig),
        new Authenticator(vertx, wanted.auth, wanted.tokenClock, authStatus),
        new Freshness(wanted.clock, wanted.auth.timestampRequired()),
        new Nonces(wanted.clock, wanted.auth.nonce()),
        new Destination(discovery.directory(), AgentUrn.of(ECHO)),
        callbacks,
        desk,
        new GatewayMetrics(metrics.registry()));
  }

  private String deploy(
      String name, int instances, java.util.function.Supplier<? extends Deployable> maker) {
    String id =
        TestPlatform.get(
            vertx.deployVerticle(maker::get, new DeploymentOptions().setInstances(instances)));
    board.set(name, instances, "event-loop", VerticleBoard.State.UP);
    return id;
  }

  /** The endpoints for webhooks; not read again by themselves. */
  public Endpoints endpoints() {
    return endpoints;
  }

  /** Closes the door: nothing new comes in, and what was let in is answered. */
  Future<Void> closeDoor() {
    return vertx.undeploy(door);
  }

  /** Begins a description. */
  public static Builder with() {
    return new Builder();
  }

  /** One as it is shipped, without a rate limit. */
  public static TestNode start() {
    return with().start();
  }

  /** Deploys a further agent. */
  public void add(AgentSpec spec, ThreadingModel threading) {
    TestAgent agent = new TestAgent(spec);
    agent.attach(plugins.hostOf(spec.urn().name(), new JsonObject()));
    TestPlatform.get(
        vertx.deployVerticle(agent, new DeploymentOptions().setThreadingModel(threading)));
  }

  /** Where tasks of {@link #TROUBLE} wait. */
  public TestAgent.Gate gate() {
    return gate;
  }

  /** Which verticles are up. */
  public VerticleBoard board() {
    return board;
  }

  /** The table of tasks. */
  public LiveTasks tasks() {
    return tasks;
  }

  /** Where plugins go. */
  public Path directory() {
    return root.resolve("plugins");
  }

  /** Where the management API is. */
  public int managementPort() {
    return managementPort.get();
  }

  /** The WebSocket transport. */
  public WebSocketBinding websocket() {
    return websocket;
  }

  /** How many connections of any kind are open. */
  public int openConnections() {
    return http.openConnections();
  }

  /** How many tasks live. */
  public int liveTasks() {
    return tasks.size();
  }

  /** The port that is listened on. */
  public int port() {
    return http.actualPort();
  }

  HttpBinding binding() {
    return http;
  }

  /** A connection that speaks HTTP/1.1. */
  public Wire connect() {
    return secure ? Wire.tls(http.actualPort()) : Wire.to(http.actualPort());
  }

  /** A connection that speaks HTTP/2 and has greeted. */
  Http2Wire connect2() {
    return Http2Wire.silent(http.actualPort()).greet();
  }

  /** Posts a text to {@code /asap}. */
  public Wire.Answer post(String body, String... headers) {
    try (Wire wire = connect()) {
      return wire.post(body, headers).read();
    }
  }

  /** Posts bytes to {@code /asap}. */
  public Wire.Answer post(byte[] body, String... headers) {
    try (Wire wire = connect()) {
      return wire.request("POST", "/asap", body, headers).read();
    }
  }

  /** Gets a page. */
  public Wire.Answer get(String path, String... headers) {
    try (Wire wire = connect()) {
      return wire.request("GET", path, new byte[0], headers).read();
    }
  }

  /** What is written down of calls. */
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public void close() {
    gate.open();
    TestPlatform.get(vertx.undeploy(plugins.deploymentID()));
    ledger.close().join();
    TestPlatform.get(vertx.close());
    assertThat(loopWatch.end()).as("no event loop was blocked").isEmpty();
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
