package dev.roost.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.oauth2.IssuerConfig;
import dev.roost.platform.auth.oauth2.SignatureAlgorithm;
import dev.roost.platform.cluster.ClusterConfig;
import dev.roost.platform.discovery.TreeNodeFactory;
import dev.roost.spi.Secret;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDefaultsTest {
  private static final Path ROOT = Path.of(System.getProperty("roost.root", "../..")).normalize();

  @TempDir private Path home;

  @Test
  void theSchemaItselfIsValid() throws Exception {
    // Given
    String schema = Files.readString(ROOT.resolve("conf/platform.schema.json"));
    Validator validator =
        new ValidatorFactory().withJsonNodeFactory(new TreeNodeFactory()).createValidator();

    // When, Then
    assertThatNoException()
        .isThrownBy(() -> validator.registerSchema((Object) new JsonObject(schema)));
  }

  @Test
  void nothingConfiguredGivesTheRecordedDefaults() {
    // When
    PlatformConfig config = new ConfigLoader(home, Map.of()).load(Optional.empty(), List.of());

    // Then
    assertThat(config.masked())
        .isEqualTo(
            new JsonObject(
                """
                {
                  "platform": {"publicUrl": "http://localhost:8080",
                    "defaultAgent": "urn:asap:agent:echo", "shutdownSeconds": 10, "debug": false},
                  "http": {"host": "127.0.0.1", "port": 8080,
                    "tls": {"certificate": null, "key": null}, "insecure": false,
                    "trustedProxies": [],
                    "maxRequestBytes": 10485760, "maxBatch": 50, "rateLimit": "1000/second",
                    "maxConnections": 10000, "maxConnectionsPerAddress": 1000},
                  "websocket": {"enabled": true, "messagesPerSecond": 100,
                    "maxMessageBytes": 1048576, "pingSeconds": 30, "staleSeconds": 90, "reconnectSeconds": 10,
                    "maxConnections": 10000, "allowedOrigins": []},
                  "management": {"host": "127.0.0.1", "port": 9090},
                  "auth": {"mode": "none", "requireTimestamp": "auto", "nonce": "off",
                    "bearer": {"tokens": []}, "oauth2": {"issuers": []}},
                  "outbound": {"allowHttp": false, "allowAddresses": []},
                  "state": {"backend": "memory", "sqlite": {"path": "data/roost.db"},
                    "redis": {"uri": "redis://127.0.0.1:6379"}, "usage": "auto", "usageDays": 90,
                    "audit": "off", "config": {}},
                  "webhook": {"profile": "auto", "acceptInConfig": true, "sealingKey": null,
                    "rotationHours": 24},
                  "task": {"answerSeconds": 50, "timeoutSeconds": 600, "cancelSeconds": 5,
                    "cancelOnDisconnect": true, "idempotencyHours": 24, "maxLive": 100000,
                    "leaseSeconds": 30, "maxAttempts": 3},
                  "discovery": {"manifestTtlSeconds": 300, "signingKey": null,
                    "dnssd": {"enabled": false, "address": null},
                    "consul": {"enabled": false, "url": "http://127.0.0.1:8500", "token": null,
                      "service": "asap", "tags": [], "checkSeconds": 10}, "registries": [],
                    "revocationList": null, "remoteAgents": {}},
                  "cluster": {"enabled": false, "minimumMembers": 1, "name": "roost", "host": "127.0.0.1", "port": 5701,
                    "busHost": null, "busPort": 0, "members": [], "heartbeatSeconds": 10,
                    "hazelcast": null, "tls": {"certificate": null, "key": null, "trust": null}},
                  "plugin": {"directory": "plugins", "watch": true, "agents": {}},
                  "verticles": {
                    "http": {"instances": 2, "threading": "event-loop"},
                    "websocket": {"instances": 1, "threading": "event-loop"},
                    "management": {"instances": 1, "threading": "event-loop"},
                    "auth": {"instances": 1, "threading": "event-loop"},
                    "task": {"instances": 1, "threading": "event-loop"},
                    "webhook": {"instances": 1, "threading": "event-loop"},
                    "plugin": {"instances": 1, "threading": "event-loop"}
                  }
                }
                """));
  }

  @Test
  void theShippedFileSaysWhatHoldsWithoutIt() {
    // Given
    PlatformConfig without = new ConfigLoader(home, Map.of()).load(Optional.empty(), List.of());
    Path shipped = ROOT.resolve("conf/platform.json");

    // When
    PlatformConfig with = new ConfigLoader(home, Map.of()).load(Optional.of(shipped), List.of());

    // Then
    JsonObject shown = with.masked();
    shown.remove("$schema");
    assertThat(shown).isEqualTo(without.masked());
  }

  @Test
  void theShippedFileOfAClusterCanBeUsed() {
    // Given
    Path shipped = ROOT.resolve("conf/cluster.json");

    // When
    PlatformConfig config = new ConfigLoader(home, Map.of()).load(Optional.of(shipped), List.of());

    // Then
    ClusterConfig cluster = ClusterConfig.of(config.section("cluster"), config::resolve);
    assertThat(cluster.enabled()).isTrue();
    assertThat(cluster.busHost()).isEqualTo("127.0.0.1");
    assertThat(cluster.members()).hasSize(3);
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void entriesOfMapsAndListsGetDefaultsToo() throws Exception {
    // Given
    Path file =
        Files.writeString(
            home.resolve("roost.json"),
            """
            {"plugin": {"agents": {"urn:asap:agent:a": {}}},
             "auth": {"bearer": {"tokens": [{"token": "${env:T}", "agent": "urn:asap:agent:b"}]},
               "oauth2": {"issuers": [{"issuer": "https://id.example.com", "audience": "asap",
                 "introspection": {"clientId": "roost", "clientSecret": "${env:T}"}}]}},
             "discovery": {"remoteAgents": {"urn:asap:agent:far": {"url": "https://far.example"}}},
             "verticles": {"mine": {"class": "com.example.Mine"}}}
            """);

    // When
    PlatformConfig config =
        new ConfigLoader(home, Map.of("T", "t")).load(Optional.of(file), List.of());

    // Then
    JsonObject agent =
        config.section("plugin").getJsonObject("agents").getJsonObject("urn:asap:agent:a");
    assertThat(agent)
        .isEqualTo(
            new JsonObject(
                "{\"instances\":null,\"threading\":\"event-loop\",\"durable\":false,\"restartable\":true,\"config\":{}}"));
    JsonObject token =
        config.section("auth").getJsonObject("bearer").getJsonArray("tokens").getJsonObject(0);
    assertThat(token.getJsonArray("scopes")).isEmpty();
    assertThat(config.section("discovery").getJsonObject("remoteAgents"))
        .isEqualTo(
            new JsonObject(
                "{\"urn:asap:agent:far\":{\"url\":\"https://far.example\",\"transport\":\"http\",\"token\":null,\"manifestKeys\":[]}}"));
    assertThat(AuthConfig.of(config.section("auth")).issuers())
        .containsExactly(
            new IssuerConfig(
                "https://id.example.com",
                Set.of("asap"),
                IssuerConfig.Profile.STRICT,
                SignatureAlgorithm.USUAL,
                Optional.of("asap:execute"),
                Optional.empty(),
                new IssuerConfig.Identity(true, IssuerConfig.Identity.REFERENCE_CLAIM, Map.of()),
                Map.of(),
                Optional.of(
                    new IssuerConfig.Introspection(
                        Optional.empty(), false, "roost", Secret.of("t")))));
    assertThat(config.ownVerticles())
        .containsExactly(
            new VerticleSettings(
                "mine",
                Optional.of("com.example.Mine"),
                1,
                ThreadingModel.EVENT_LOOP,
                new JsonObject()));
  }

  @Test
  void everyKeyOfTheSchemaIsDescribed() {
    // Given
    JsonObject schema = new JsonObject(read(ROOT.resolve("conf/platform.schema.json")));

    // When
    List<String> undescribed = SchemaAudit.undescribed(schema);

    // Then
    assertThat(undescribed).isEmpty();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
