package dev.roost.platform.gateway;

import dev.roost.protocol.ErrorCode;
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

/** Counts what the road carries, under the reference's names. */
public final class GatewayMetrics {
  private static final Duration[] BUCKETS =
      Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<PayloadType, ByType> byType = new EnumMap<>(PayloadType.class);
  private final Counter parseErrors;
  private final Counter authFailures;
  private final Counter validationErrors;
  private final Counter invalidTimestamps;
  private final Counter invalidNonces;
  private final Counter senderMismatches;
  private final Counter overloads;

  private record ByType(Counter requests, Counter failures, Counter successes, Timer duration) {}

  /** In the given registry. */
  public GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (PayloadType type : PayloadType.values()) {
      byType.put(type, meters(type == PayloadType.CUSTOM ? "other" : type.spelling()));
    }
    this.parseErrors = registry.counter("asap.parse.errors");
    this.authFailures = registry.counter("asap.auth.failures");
    this.validationErrors =
        registry.counter("asap.validation.errors", "reason", "invalid_envelope");
    this.invalidTimestamps = registry.counter("asap.invalid.timestamp");
    this.invalidNonces = registry.counter("asap.invalid.nonce");
    this.senderMismatches = registry.counter("asap.sender.mismatch");
    this.overloads = registry.counter("asap.thread.pool.exhausted");
  }

  private ByType meters(String type) {
    return new ByType(
        registry.counter("asap.requests", "payload_type", type, "status", "success"),
        registry.counter("asap.requests", "payload_type", type, "status", "error"),
        registry.counter("asap.requests.success", "payload_type", type),
        Timer.builder("asap.request.duration")
            .tag("payload_type", type)
            .serviceLevelObjectives(BUCKETS)
            .register(registry));
  }

  /** Counts one answer. */
  void answered(JsonRpcRequest request, Reply reply, long nanos) {
    ByType meters = byType.get(typeOf(request));
    meters.duration().record(nanos, TimeUnit.NANOSECONDS);
    if (reply instanceof Reply.Error error) {
      meters.failures().increment();
      failed(request, error.error());
    } else {
      meters.requests().increment();
      meters.successes().increment();
    }
  }

  private static PayloadType typeOf(JsonRpcRequest request) {
    return request instanceof JsonRpcRequest.Send send
        ? PayloadType.of(send.envelope().payload())
        : PayloadType.CUSTOM;
  }

  private void failed(JsonRpcRequest request, RpcError error) {
    String type = typeOf(request) == PayloadType.CUSTOM ? "other" : typeOf(request).spelling();
    String kind = kindOf(error);
    registry.counter("asap.requests.error", "payload_type", type, "error_type", kind).increment();
    switch (kind) {
      case "parse_error" -> parseErrors.increment();
      case "auth_failed" -> authFailures.increment();
      case "sender_mismatch" -> senderMismatches.increment();
      case "invalid_envelope" -> validationErrors.increment();
      case "invalid_timestamp" -> invalidTimestamps.increment();
      case "invalid_nonce" -> invalidNonces.increment();
      case "thread_pool_exhausted" -> overloads.increment();
      default -> {}
    }
  }

  /** The reference's word for an error; few, so that they can be a label. */
  private static String kindOf(RpcError error) {
    return error
        .taxonomy()
        .map(GatewayMetrics::kindOf)
        .orElseGet(
            () ->
                switch (error.code()) {
                  case RpcError.PARSE_ERROR -> "parse_error";
                  case RpcError.INVALID_REQUEST ->
                      hasStatus(error) ? "auth_failed" : "invalid_request";
                  case RpcError.METHOD_NOT_FOUND -> "method_not_found";
                  case RpcError.INVALID_PARAMS ->
                      hasStatus(error) ? "sender_mismatch" : "invalid_envelope";
                  case RpcError.RATE_LIMITED -> "rate_limited";
                  default -> "internal_error";
                });
  }

  private static String kindOf(ErrorCode code) {
    String uri = code.uri();
    return uri.substring(uri.lastIndexOf('/') + 1).replace('-', '_');
  }

  private static boolean hasStatus(RpcError error) {
    return error.data() != null && error.data().containsKey("status_code");
  }
}
