package dev.roost.platform.plugin;

import dev.roost.agent.Assignment;
import dev.roost.agent.BusCodecs;
import dev.roost.platform.discovery.AgentCalls;
import dev.roost.platform.discovery.BindingLoops;
import dev.roost.platform.discovery.Discovery;
import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.task.LiveTasks;
import dev.roost.platform.task.TaskSettings;
import dev.roost.platform.task.TestTasks;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Discovery and plugins of one node without a gateway, for tests. */
public final class TestPlatform implements AutoCloseable {
  /** Who asks in tests. */
  public static final AgentUrn CLIENT = AgentUrn.of("urn:asap:agent:client");

  private static final long PATIENCE_SECONDS = 20;

  private final Path root;
  private final Vertx vertx;
  private final Discovery discovery;
  private final BindingLoops loops = new BindingLoops();
  private PluginVerticle plugins;

  private TestPlatform(int eventLoops) {
    try {
      root = Files.createTempDirectory("roost-test");
      Files.createDirectory(root.resolve("plugins"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops));
    BusCodecs.register(vertx);
    discovery = Discovery.of(vertx);
    get(discovery.start());
  }

  /** A node whose plugins directory is empty and not looked at yet. */
  public static TestPlatform create() {
    return new TestPlatform(4);
  }

  /** With that many event loops. */
  public static TestPlatform create(int eventLoops) {
    return new TestPlatform(eventLoops);
  }

  /** Where plugins go. */
  public Path directory() {
    return root.resolve("plugins");
  }

  /** Makes some event loop one that carries connections; answers its thread. */
  public Thread bind() {
    return get(
        vertx
            .deployVerticle(
                context -> {
                  loops.register();
                  return Future.succeededFuture();
                })
            .map(id -> loops.threads().iterator().next()));
  }

  /** Looks into the directory and goes on watching, quickly. */
  public TestPlatform start() {
    return start(Map.of());
  }

  /** The same with settings for some agents. */
  public TestPlatform start(Map<AgentUrn, AgentSettings> agents) {
    return start(new PluginConfig(directory(), true, agents, 50, 2, 5));
  }

  /** The same with a configuration of the caller's. */
  public TestPlatform start(PluginConfig config) {
    TaskSettings settings = TestTasks.settings(1_000);
    MemoryBackend state = new MemoryBackend(settings.idempotency());
    LiveTasks tasks = new LiveTasks("test", settings, state);
    AgentCalls agents = new AgentCalls(tasks, discovery);
    HostServices services = new HostServices(discovery, agents, tasks, state.snapshots());
    plugins = new PluginVerticle(config, root.resolve("work"), services, loops);
    get(vertx.deployVerticle(plugins));
    return this;
  }

  /** Vert.x. */
  public Vertx vertx() {
    return vertx;
  }

  /** Discovery. */
  public Discovery discovery() {
    return discovery;
  }

  /** The plugins. */
  public PluginVerticle plugins() {
    return plugins;
  }

  /** The listing's line about a file. */
  public Optional<PluginDescription> listed(String file) {
    return plugins.list().stream().filter(line -> line.file().equals(file)).findFirst();
  }

  /** Waits until a file is refused; answers the reason. */
  public String awaitRefusal(String file) {
    await(() -> listed(file).flatMap(PluginDescription::reason).isPresent());
    return listed(file).flatMap(PluginDescription::reason).orElseThrow();
  }

  /** Waits until a plugin serves in that version. */
  public void awaitServing(String file, String version) {
    await(
        () ->
            listed(file)
                .filter(line -> line.state().equals("serving"))
                .filter(line -> line.version().equals(version))
                .isPresent());
  }

  /** Asks the skill {@code run} of an agent. */
  public Future<JsonObject> ask(AgentUrn agent, JsonObject input) {
    return ask(agent, "run", input, 10_000);
  }

  /** Asks a skill of an agent. */
  public Future<JsonObject> ask(AgentUrn agent, String skill, JsonObject input, long millis) {
    Envelope request =
        Envelope.of(CLIENT, agent, new TaskRequest("conv_1", null, skill, input, null));
    return discovery
        .router()
        .sendLocally(
            agent,
            new Assignment(Ids.secret("task_"), request, System.currentTimeMillis() + millis, 1))
        .map(answer -> ((TaskResponse) answer.payload()).result());
  }

  /** The outcome of a future. */
  public static <T> T get(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("not within " + PATIENCE_SECONDS + " seconds", e);
    }
  }

  /** Why a future failed. */
  public static Throwable failure(Future<?> future) {
    return get(
        future.transform(
            done ->
                done.failed()
                    ? Future.succeededFuture(done.cause())
                    : Future.failedFuture("did not fail: " + done.result())));
  }

  /** Waits until something is so. */
  public static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not so within " + PATIENCE_SECONDS + " seconds");
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    if (plugins != null) {
      get(vertx.undeploy(plugins.deploymentID()));
    }
    get(vertx.close());
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
