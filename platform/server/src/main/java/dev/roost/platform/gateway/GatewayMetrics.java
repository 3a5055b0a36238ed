package dev.roost.platform.gateway;

import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.PayloadType;
import dev.roost.protocol.RpcError;
import dev.roost.spi.Reply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Counts what the road carries, under the reference's names. Payload types that the protocol does
 * not know are one label, so that callers cannot make meters.
 */
public final class GatewayMetrics {
  private static final String TYPE = "payload_type";
  private static final Duration[] BUCKETS =
      Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<PayloadType, ByType> byType = new EnumMap<>(PayloadType.class);
  private final Map<String, Counter> byKind;

  private record ByType(
      Counter requests,
      Counter failures,
      Counter successes,
      Timer duration,
      Counter executions,
      Counter executionErrors,
      Timer execution) {}

  /** In the given registry. */
  public GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (PayloadType type : PayloadType.values()) {
      byType.put(type, meters(label(type)));
    }
    this.byKind =
        Map.ofEntries(
            Map.entry("parse_error", counter("asap.parse.errors", "Texts that are not JSON")),
            Map.entry("auth_failed", counter("asap.auth.failures", "Callers that are not known")),
            Map.entry(
                "sender_mismatch",
                counter("asap.sender.mismatch", "Senders that are not the caller's agent")),
            Map.entry("invalid_envelope", invalid("invalid_envelope")),
            Map.entry("missing_envelope", invalid("missing_envelope")),
            Map.entry("invalid_params", invalid("invalid_params")),
            Map.entry("invalid_request", invalid("invalid_request")),
            Map.entry(
                "invalid_timestamp",
                counter("asap.invalid.timestamp", "Envelopes sent too long ago or in the future")),
            Map.entry(
                "invalid_nonce",
                counter("asap.invalid.nonce", "Envelopes whose nonce was seen before or is none")),
            Map.entry(
                "thread_pool_exhausted",
                counter("asap.thread.pool.exhausted", "Messages refused because of overload")));
  }

  private static String label(PayloadType type) {
    return type == PayloadType.CUSTOM ? "other" : type.spelling();
  }

  private ByType meters(String type) {
    return new ByType(
        counter("asap.requests", "Messages answered", TYPE, type, "status", "success"),
        counter("asap.requests", "Messages answered", TYPE, type, "status", "error"),
        counter("asap.requests.success", "Messages answered with a result", TYPE, type),
        timer("asap.request.duration", "From a message's arrival to its answer", type),
        counter("asap.handler.executions", "Messages given to an agent", TYPE, type),
        counter("asap.handler.errors", "Messages that an agent answered with an error", TYPE, type),
        timer("asap.handler.duration", "From handing a message to an agent to its answer", type));
  }

  private Counter invalid(String reason) {
    return counter(
        "asap.validation.errors", "Requests that are not of the right form", "reason", reason);
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  private Timer timer(String name, String description, String type) {
    return Timer.builder(name)
        .description(description)
        .tag(TYPE, type)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Counts one answer. */
  void answered(JsonRpcRequest request, Reply reply, long nanos) {
    PayloadType type = typeOf(request);
    ByType meters = byType.get(type);
    meters.duration().record(nanos, TimeUnit.NANOSECONDS);
    if (reply instanceof Reply.Error error) {
      meters.failures().increment();
      failed(type, error.error());
    } else {
      meters.requests().increment();
      meters.successes().increment();
    }
  }

  /** Counts a message that an agent has had. */
  void executed(PayloadType type, boolean failed, long nanos) {
    ByType meters = byType.get(type);
    meters.executions().increment();
    meters.execution().record(nanos, TimeUnit.NANOSECONDS);
    if (failed) {
      meters.executionErrors().increment();
    }
  }

  /** Counts a request that was refused before it was read. */
  void refused(RpcError error) {
    failed(PayloadType.CUSTOM, error);
  }

  private static PayloadType typeOf(JsonRpcRequest request) {
    return request instanceof JsonRpcRequest.Send send
        ? PayloadType.of(send.envelope().payload())
        : PayloadType.CUSTOM;
  }

  private void failed(PayloadType type, RpcError error) {
    String kind = ErrorKinds.of(error);
    counter(
            "asap.requests.error",
            "Messages answered with an error",
            TYPE,
            label(type),
            "error_type",
            kind)
        .increment();
    Counter counter = byKind.get(kind);
    if (counter != null) {
      counter.increment();
    }
  }
}
