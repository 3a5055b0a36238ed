package dev.roost.bench.micro;

import dev.roost.agent.Assignment;
import dev.roost.agent.BusCodecs;
import dev.roost.bench.RequestTemplate;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.json.JsonRpcReader;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One request over the event bus and back, by reference, many in flight. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class HopBenchmark {
  private static final int HOPS = 4_096;
  private static final int IN_FLIGHT = 64;
  private static final long LIMIT_SECONDS = 30;
  private static final String SAME_LOOP = "hop.same";
  private static final String OTHER_LOOP = "hop.other";

  private final Vertx vertx = Vertx.vertx();
  private final Context here = ((VertxInternal) vertx).createEventLoopContext();
  private final Context there = ((VertxInternal) vertx).createEventLoopContext();
  private final DeliveryOptions local = new DeliveryOptions().setLocalOnly(true);
  private final Assignment assignment = assignment();

  private static Assignment assignment() {
    Buffer body = Buffer.buffer(RequestTemplate.body().bytes());
    JsonRpcReader.Incoming incoming = new JsonRpcReader(1, false).read(body);
    JsonRpcRequest request = ((JsonRpcReader.Incoming.Single) incoming).request();
    Envelope envelope = ((JsonRpcRequest.Send) request).envelope();
    return new Assignment(Ids.secret("task_"), envelope, Long.MAX_VALUE, 1);
  }

  /** Puts an answerer on each of two event loops. */
  @Setup
  public void listen() throws Exception {
    BusCodecs.register(vertx);
    CountDownLatch listening = new CountDownLatch(2);
    listen(here, SAME_LOOP, listening);
    listen(there, OTHER_LOOP, listening);
    await(listening);
  }

  private void listen(Context context, String address, CountDownLatch listening) {
    context.runOnContext(
        turn ->
            vertx
                .eventBus()
                .<Assignment>localConsumer(
                    address, message -> message.reply(message.body().envelope()))
                .completion()
                .onSuccess(registered -> listening.countDown()));
  }

  /** Stops the threads. */
  @TearDown
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** The agent runs on the loop of the connection. */
  @Benchmark
  @OperationsPerInvocation(HOPS)
  public void sameLoop() throws Exception {
    volley(SAME_LOOP);
  }

  /** The agent runs on another loop. */
  @Benchmark
  @OperationsPerInvocation(HOPS)
  public void otherLoop() throws Exception {
    volley(OTHER_LOOP);
  }

  private void volley(String address) throws Exception {
    CountDownLatch answered = new CountDownLatch(HOPS);
    here.runOnContext(
        turn -> {
          for (int i = 0; i < IN_FLIGHT; i++) {
            hop(address, HOPS / IN_FLIGHT, answered);
          }
        });
    await(answered);
  }

  private void hop(String address, int left, CountDownLatch answered) {
    vertx
        .eventBus()
        .request(address, assignment, local)
        .onSuccess(
            reply -> {
              answered.countDown();
              if (left > 1) {
                hop(address, left - 1, answered);
              }
            });
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Answers are missing");
    }
  }
}
