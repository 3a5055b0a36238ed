package dev.roost.platform.webhook.endpoint;

import dev.roost.outbound.IpAddress;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.webhook.Callbacks;
import dev.roost.platform.webhook.EndpointConfig;
import dev.roost.platform.webhook.Sealer;
import dev.roost.platform.webhook.SealingKey;
import dev.roost.spi.EndpointStore;
import dev.roost.spi.Secret;
import dev.roost.spi.StateBackend;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Endpoints whose URLs are looked up without a network. */
public final class TestingEndpoints {
  /** A URL to which events may be sent. */
  public static final String URL = "https://hooks.example/roost";

  private static final Map<String, String> NAMES =
      Map.of("hooks.example", "93.184.215.14", "inside.example", "10.0.0.7");

  private TestingEndpoints() {}

  static Sealer sealer(int first) {
    byte[] key = new byte[SealingKey.BYTES];
    key[0] = (byte) first;
    return Sealer.with(SealingKey.of(Secret.of(Base64.getEncoder().encodeToString(key))));
  }

  static StateBackend memory() {
    return new MemoryBackend(StateSettings.of(Duration.ofHours(1), Duration.ofHours(1)));
  }

  /** Those of a store. */
  public static Endpoints of(Vertx vertx, EndpointStore store, Clock clock) {
    return of(vertx, store, clock, sealer(1), Duration.ofHours(24));
  }

  static Endpoints of(
      Vertx vertx, EndpointStore store, Clock clock, Sealer sealer, Duration rotation) {
    return new Endpoints(
        vertx, store, sealer, new EndpointConfig(Optional.empty(), rotation), urls(vertx), clock);
  }

  private static WebhookUrls urls(Vertx vertx) {
    return new WebhookUrls(
        new OutboundGuard(
            vertx, OutboundConfig.DEFAULTS, TestingEndpoints::resolve, OwnListeners.none()));
  }

  private static Future<List<IpAddress>> resolve(String name) {
    return NAMES.containsKey(name)
        ? Future.succeededFuture(List.of(IpAddress.parse(NAMES.get(name)).orElseThrow()))
        : Future.failedFuture(new UnknownHostException(name));
  }

  /** Those who are called back: they are kept, and nobody delivers to them. */
  public static Callbacks callbacks(Vertx vertx, Endpoints endpoints) {
    return callbacks(vertx, endpoints, sealer(1));
  }

  /** The same, with secrets that are sealed in a certain way. */
  public static Callbacks callbacks(Vertx vertx, Endpoints endpoints, Sealer sealer) {
    return new Callbacks(urls(vertx), sealer, endpoints, () -> {});
  }

  static Registration of(String owner, String... events) {
    return new Registration(
        owner, URL, List.of(events), WebhookProfile.AUTO, Map.of(), SealedKey.Kind.HMAC);
  }

  static Registration to(String url) {
    return new Registration(
        "me", url, List.of("*"), WebhookProfile.AUTO, Map.of(), SealedKey.Kind.HMAC);
  }
}
