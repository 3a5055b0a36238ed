package dev.roost.bench.micro;

import dev.roost.bench.RequestTemplate;
import dev.roost.bench.bare.BareAnswer;
import dev.roost.bench.bare.BareParser;
import dev.roost.bench.bare.BareRequest;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.json.JsonRpcReader;
import dev.roost.protocol.json.JsonRpcWriter;
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

/** One answer to bytes: an envelope by the platform, the same as a tree, and written by hand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeBenchmark {
  private final Envelope answer = answer();
  private final JsonObject tree = new JsonObject(JsonRpcWriter.result("request-1", answer));
  private final BareRequest request = bareRequest();

  private static Envelope answer() {
    Buffer body = Buffer.buffer(RequestTemplate.body().bytes());
    JsonRpcReader.Incoming incoming = new JsonRpcReader(1, false).read(body);
    JsonRpcRequest read = ((JsonRpcReader.Incoming.Single) incoming).request();
    Envelope asked = ((JsonRpcRequest.Send) read).envelope();
    JsonObject input = ((TaskRequest) asked.payload()).input();
    return asked.reply(
        AgentUrn.of("urn:asap:agent:echo"),
        TaskResponse.completed(Ids.secret("task_"), new JsonObject().put("echoed", input)));
  }

  private static BareRequest bareRequest() {
    try {
      return BareParser.parse(RequestTemplate.body().bytes());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The platform's way. */
  @Benchmark
  public Buffer roost() {
    return JsonRpcWriter.result("request-1", answer);
  }

  /** A generic tree that is already there. */
  @Benchmark
  public Buffer vertxTree() {
    return tree.toBuffer();
  }

  /** By hand; this one also makes its two ids and its timestamp. */
  @Benchmark
  public Buffer generatorByHand() throws IOException {
    return BareAnswer.to(request);
  }
}
