package dev.roost.bench.micro;

import dev.roost.platform.discovery.AgentRecord;
import dev.roost.platform.discovery.AgentRoute;
import dev.roost.platform.discovery.Discovery;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Manifest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Looking one of a thousand agents up. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DirectoryBenchmark {
  private static final int AGENTS = 1_000;
  private static final long SETUP_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final Discovery discovery = Discovery.of(vertx);
  private final List<AgentUrn> urns =
      IntStream.range(0, AGENTS).mapToObj(i -> AgentUrn.of("urn:asap:agent:number-" + i)).toList();
  private int next;

  /** Publishes the agents as plugins do. */
  @Setup(Level.Trial)
  public void publish() throws Exception {
    Future<Void> published = discovery.start();
    for (AgentUrn urn : urns) {
      published = published.compose(done -> discovery.publish(agent(urn)));
    }
    await(published);
    await(discovery.reconcile());
    if (discovery.directory().agents().size() != AGENTS) {
      throw new IllegalStateException("Not all agents are in the directory");
    }
  }

  /** Stops the threads. */
  @TearDown(Level.Trial)
  public void close() throws Exception {
    await(vertx.close());
  }

  /** One look-up, of another agent each time. */
  @Benchmark
  public Optional<AgentRoute> find() {
    next = next == AGENTS - 1 ? 0 : next + 1;
    return discovery.directory().find(urns.get(next));
  }

  private AgentRecord agent(AgentUrn urn) {
    Manifest manifest =
        Manifest.of(
            urn,
            "Agent",
            "1.0.0",
            "One of many",
            Capability.of(List.of()),
            new Manifest.Endpoint("http://127.0.0.1:8080/asap", null));
    return new AgentRecord(urn, manifest, discovery.directory().node(), 1, "bench");
  }

  private static void await(Future<Void> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(SETUP_SECONDS, TimeUnit.SECONDS);
  }
}
