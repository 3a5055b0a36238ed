package dev.roost.bench.micro;

import dev.roost.bench.RequestTemplate;
import dev.roost.bench.bare.BareParser;
import dev.roost.bench.bare.BareRequest;
import dev.roost.protocol.json.JsonRpcReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One request from bytes: ours into a checked envelope, a tree, and the least that can be done. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {
  private static final int MAX_BATCH = 50;

  private final JsonRpcReader reader = new JsonRpcReader(MAX_BATCH, false);
  private final Buffer body = Buffer.buffer(RequestTemplate.body().bytes());

  /** The platform's way. */
  @Benchmark
  public JsonRpcReader.Incoming roost() {
    return reader.read(body);
  }

  /** A generic tree. */
  @Benchmark
  public JsonObject vertxTree() {
    return new JsonObject(body);
  }

  /** Streaming by hand, with no checks. */
  @Benchmark
  public BareRequest streamingByHand() throws IOException {
    return BareParser.parse(body.getBytes());
  }
}
