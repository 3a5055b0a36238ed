package dev.roost.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.oauth2.IssuerConfig;
import dev.roost.platform.auth.oauth2.SignatureAlgorithm;
import dev.roost.platform.webhook.EndpointConfig;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigMappingTest {
  /** Every key of the schema with a value that is not its default. */
  private static final String ALL_CHANGED =
      """
      {
        "$schema": "x",
        "platform": {"publicUrl": "https://agents.example.com/asap",
          "defaultAgent": "urn:asap:agent:other", "shutdownSeconds": 20, "debug": true},
        "http": {"host": "0.0.0.0", "port": 80,
          "tls": {"certificate": "conf/tls.crt", "key": "/etc/tls.key"}, "insecure": true,
          "trustedProxies": ["10.0.0.0/8", "::1"], "maxRequestBytes": 2048,
          "maxBatch": 5, "rateLimit": "10/second;100/minute", "maxConnections": 7,
          "maxConnectionsPerAddress": 3},
        "websocket": {"enabled": false, "messagesPerSecond": "off", "maxMessageBytes": 4096,
          "pingSeconds": 5, "staleSeconds": 15, "reconnectSeconds": 4, "maxConnections": 9,
          "allowedOrigins": ["https://app.example.com"]},
        "management": {"host": "::1", "port": 9999},
        "auth": {"mode": "bearer", "requireTimestamp": "never", "nonce": "required",
          "bearer": {"tokens": [
            {"token": "${env:T1}", "agent": "urn:asap:agent:client", "scopes": ["asap:execute"]}]},
          "oauth2": {"issuers": [{"issuer": "https://id.example.com/realms/asap", "audience": ["us", "them"],
            "profile": "compatible", "algorithms": ["ES384"], "requiredScope": null,
            "jwksUri": "https://id.example.com/keys", "identity": "off", "identityClaim": "agent",
            "subjects": {"urn:asap:agent:echo": ["subject-1", "subject-2"]},
            "agents": {"client-1": "urn:asap:agent:client"},
            "introspection": {"endpoint": "https://id.example.com/introspect", "tokens": "all",
              "clientId": "roost", "clientSecret": "${env:T3}"}}]}},
        "outbound": {"allowHttp": true, "allowAddresses": ["10.0.0.0/8", "::1"]},
        "state": {"backend": "redis", "sqlite": {"path": "/var/roost.db"},
          "redis": {"uri": "${env:T4}"}, "usage": "on", "usageDays": 7, "audit": "on", "config": {"deep": {"key": "${env:T5}"}}},
        "webhook": {"profile": "asap", "acceptInConfig": false, "sealingKey": "${env:T6}",
          "rotationHours": 0},
        "task": {"answerSeconds": 5, "timeoutSeconds": 60, "cancelSeconds": 1,
          "cancelOnDisconnect": false, "idempotencyHours": 2, "maxLive": 10, "leaseSeconds": 3,
          "maxAttempts": 7},
        "discovery": {"manifestTtlSeconds": 5, "signingKey": "${env:T1}",
          "dnssd": {"enabled": true, "address": "127.0.0.1"},
          "consul": {"enabled": true, "url": "https://consul.example", "token": "${env:T2}",
            "service": "agents", "tags": ["here"], "checkSeconds": 30},
          "registries": ["http://10.0.0.8/registry.json"],
          "revocationList": "https://a.example/revoked_agents.json", "remoteAgents": {
          "urn:asap:agent:translator": {"url": "http://10.0.0.7/agents/translator",
            "transport": "testing", "token": "${env:T3}",
            "manifestKeys": ["JJ0i6Gk0F2hkUC4aqWFwHNZ6gGRSCONH2e6HwNqCSr0="]}}},
        "cluster": {"enabled": true, "minimumMembers": 2, "name": "blue", "host": "::1", "port": 5799,
          "busHost": "10.0.0.7", "busPort": 5800, "members": ["10.0.0.8:5799", "node-2"],
          "heartbeatSeconds": 5, "hazelcast": "conf/hz.xml",
          "tls": {"certificate": "n.crt", "key": "n.key", "trust": "ca.crt"}},
        "plugin": {"directory": "/opt/agents", "watch": false, "agents": {
          "urn:asap:agent:a": {"instances": 3, "threading": "worker", "durable": true,
            "restartable": false, "config": {"deep": [{"key": "${env:T2}"}]}}}},
        "verticles": {
          "http": {"instances": 4, "threading": "worker"},
          "websocket": {"instances": 1, "threading": "worker"},
          "management": {"instances": 1, "threading": "worker"},
          "auth": {"instances": 1, "threading": "worker"},
          "task": {"instances": 1, "threading": "worker"},
          "webhook": {"instances": 1, "threading": "worker"},
          "plugin": {"instances": 1, "threading": "virtual"},
          "audit": {"class": "plugin:audit/com.example.Audit", "instances": 0, "threading": "worker",
            "config": {"a": 1}}
        }
      }
      """;

  @TempDir private Path home;

  private static Map<String, String> secrets() {
    return Map.of(
        "T1",
        "secret-1",
        "T2",
        "secret-2",
        "T3",
        "secret-3",
        "T4",
        "secret-4",
        "T5",
        "secret-5",
        "T6",
        "secret-6");
  }

  @Test
  void everyKeyTakesAnotherValueThanItsDefault() throws Exception {
    // Given
    Path file = Files.writeString(home.resolve("all.json"), ALL_CHANGED);
    Map<String, String> environment = secrets();

    // When
    PlatformConfig config =
        new ConfigLoader(home, environment, 21).load(Optional.of(file), List.of());

    // Then
    JsonObject expected = new JsonObject(ALL_CHANGED);
    expected
        .getJsonObject("auth")
        .getJsonObject("bearer")
        .getJsonArray("tokens")
        .getJsonObject(0)
        .put("token", "*** ${env:T1}");
    expected
        .getJsonObject("auth")
        .getJsonObject("oauth2")
        .getJsonArray("issuers")
        .getJsonObject(0)
        .getJsonObject("introspection")
        .put("clientSecret", "*** ${env:T3}");
    agentConfig(expected.getJsonObject("plugin")).put("key", "*** ${env:T2}");
    remoteAgent(expected.getJsonObject("discovery")).put("token", "*** ${env:T3}");
    expected.getJsonObject("discovery").put("signingKey", "*** ${env:T1}");
    expected.getJsonObject("discovery").getJsonObject("consul").put("token", "*** ${env:T2}");
    JsonObject state = expected.getJsonObject("state");
    state.getJsonObject("redis").put("uri", "*** ${env:T4}");
    state.getJsonObject("config").getJsonObject("deep").put("key", "*** ${env:T5}");
    expected.getJsonObject("webhook").put("sealingKey", "*** ${env:T6}");
    assertThat(config.masked()).isEqualTo(expected);
    assertThat(config.builtIn("http"))
        .isEqualTo(
            new VerticleSettings(
                "http", Optional.empty(), 4, ThreadingModel.WORKER, new JsonObject()));
    assertThat(config.ownVerticles().get(0).instances(8)).isEqualTo(8);
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void secretsAreHiddenFromThePlatformsTextsAndPlainForPlugins() throws Exception {
    // Given
    Path file = Files.writeString(home.resolve("all.json"), ALL_CHANGED);
    Map<String, String> environment = secrets();

    // When
    PlatformConfig config =
        new ConfigLoader(home, environment, 21).load(Optional.of(file), List.of());

    // Then
    JsonArray tokens = config.section("auth").getJsonObject("bearer").getJsonArray("tokens");
    assertThat(tokens.getJsonObject(0).getValue("token"))
        .isEqualTo(Secret.of("secret-1"))
        .hasToString("***");
    assertThat(AuthConfig.of(config.section("auth")).issuers())
        .containsExactly(
            new IssuerConfig(
                "https://id.example.com/realms/asap",
                Set.of("us", "them"),
                IssuerConfig.Profile.COMPATIBLE,
                Set.of(SignatureAlgorithm.ES384),
                Optional.empty(),
                Optional.of("https://id.example.com/keys"),
                new IssuerConfig.Identity(
                    false,
                    "agent",
                    Map.of(AgentUrn.of("urn:asap:agent:echo"), Set.of("subject-1", "subject-2"))),
                Map.of("client-1", AgentUrn.of("urn:asap:agent:client")),
                Optional.of(
                    new IssuerConfig.Introspection(
                        Optional.of("https://id.example.com/introspect"),
                        true,
                        "roost",
                        Secret.of("secret-3")))));
    assertThat(agentConfig(config.section("plugin")).getString("key")).isEqualTo("secret-2");
    assertThat(remoteAgent(config.section("discovery")).getValue("token"))
        .isEqualTo(Secret.of("secret-3"));
    assertThat(EndpointConfig.of(config.section("webhook")))
        .isEqualTo(new EndpointConfig(Optional.of(Secret.of("secret-6")), Duration.ZERO));
    JsonObject state = config.section("state");
    assertThat(state.getJsonObject("redis").getValue("uri")).isEqualTo(Secret.of("secret-4"));
    assertThat(state.getJsonObject("config").getJsonObject("deep").getString("key"))
        .isEqualTo("secret-5");
    assertThat(config.masked().encode()).doesNotContain("secret-");
  }

  @Test
  void laterLayersWin() throws Exception {
    // Given
    Path file =
        Files.writeString(
            home.resolve("f.json"),
            """
            {
              "http": {
                "port": 1,
                "maxBatch": 1,
                "maxRequestBytes": 1111,
                "rateLimit": "1/day"
              }
            }
            """);
    Map<String, String> environment =
        Map.of(
            "ASAP_MAX_REQUEST_SIZE", "2222",
            "ASAP_RATE_LIMIT", "2/day",
            "ROOST_HTTP_RATE_LIMIT", "3/day",
            "ROOST_HTTP_PORT", "3",
            "ROOST_HTTP_HOST", "");

    // When
    PlatformConfig config =
        new ConfigLoader(home, environment).load(Optional.of(file), List.of("http.port=4"));

    // Then
    JsonObject http = config.section("http");
    assertThat(http.getInteger("port")).isEqualTo(4);
    assertThat(http.getString("rateLimit")).isEqualTo("3/day");
    assertThat(http.getInteger("maxRequestBytes")).isEqualTo(2222);
    assertThat(http.getInteger("maxBatch")).isEqualTo(1);
    assertThat(http.getString("host")).isEqualTo("127.0.0.1");
    assertThat(config.source("/http/port")).contains("--set http.port");
    assertThat(config.source("/http/rateLimit")).contains("ROOST_HTTP_RATE_LIMIT");
    assertThat(config.source("/http/maxRequestBytes")).contains("ASAP_MAX_REQUEST_SIZE");
    assertThat(config.source("/http/maxBatch")).contains(file + ":4");
    assertThat(config.source("/http/host")).isEmpty();
  }

  @Test
  void variablesAndOptionsAreReadAsTheSchemaSays() {
    // Given
    Map<String, String> environment = new HashMap<>();
    environment.put("ROOST_HTTP_MAX_REQUEST_BYTES", "5000");
    environment.put("ROOST_HTTP_MAXBATCH", "9");
    environment.put("ROOST_HTTP_TRUSTED_PROXIES", "[\"10.0.0.7\"]");
    environment.put("ROOST_VERTICLES_HTTP_INSTANCES", "7");
    environment.put("ROOST_PLUGIN_AGENTS", "{\"urn:asap:agent:a\":{\"instances\":2}}");
    environment.put("ASAP_DEBUG", "yes");
    environment.put("ASAP_STORAGE_BACKEND", " SQLite ");
    environment.put("ASAP_STORAGE_PATH", "asap_state.db");
    List<String> sets =
        List.of(
            "plugin.directory=42",
            "http.tls.certificate=conf/tls.crt",
            "http.tls.key=conf/tls.key",
            "plugin.agents.urn:asap:agent:b.config.level=3",
            "/verticles/a.b/class=com.example.Dotted",
            "plugin.watch=false");

    // When
    PlatformConfig config = new ConfigLoader(home, environment).load(Optional.empty(), sets);

    // Then
    assertThat(config.section("http").getInteger("maxRequestBytes")).isEqualTo(5000);
    assertThat(config.section("http").getInteger("maxBatch")).isEqualTo(9);
    assertThat(config.section("http").getJsonObject("tls"))
        .isEqualTo(new JsonObject().put("certificate", "conf/tls.crt").put("key", "conf/tls.key"));
    assertThat(config.section("http").getJsonArray("trustedProxies")).containsExactly("10.0.0.7");
    assertThat(config.builtIn("http").instances()).isEqualTo(7);
    assertThat(config.section("platform").getBoolean("debug")).isTrue();
    assertThat(config.section("state").getString("backend")).isEqualTo("sqlite");
    assertThat(config.section("state").getJsonObject("sqlite").getString("path"))
        .isEqualTo("asap_state.db");
    JsonObject plugin = config.section("plugin");
    assertThat(plugin.getString("directory")).isEqualTo("42");
    assertThat(plugin.getBoolean("watch")).isFalse();
    JsonObject agents = plugin.getJsonObject("agents");
    assertThat(agents.getJsonObject("urn:asap:agent:a").getInteger("instances")).isEqualTo(2);
    assertThat(agents.getJsonObject("urn:asap:agent:b").getJsonObject("config"))
        .isEqualTo(new JsonObject("{\"level\":3}"));
    assertThat(config.ownVerticles()).extracting(VerticleSettings::name).containsExactly("a.b");
  }

  @Test
  void theReferencesVariablesMakeAnIssuer() {
    // Given
    Map<String, String> environment =
        Map.of(
            "ASAP_AUTH_ISSUER", "https://id.example.com",
            "ASAP_AUTH_AUDIENCE", "us, https://us.example.com,",
            "ASAP_AUTH_CUSTOM_CLAIM", "agent",
            "ASAP_AUTH_SUBJECT_MAP",
                "{\"urn:asap:agent:a\":\"s1\",\"urn:asap:agent:b\":[\"s2\",\"s3\"]}");

    // When
    PlatformConfig config = new ConfigLoader(home, environment).load(Optional.empty(), List.of());

    // Then
    IssuerConfig issuer = AuthConfig.of(config.section("auth")).issuers().get(0);
    assertThat(issuer.issuer()).isEqualTo("https://id.example.com");
    assertThat(issuer.audiences()).containsExactlyInAnyOrder("us", "https://us.example.com");
    assertThat(issuer.identity())
        .isEqualTo(
            new IssuerConfig.Identity(
                true,
                "agent",
                Map.of(
                    AgentUrn.of("urn:asap:agent:a"), Set.of("s1"),
                    AgentUrn.of("urn:asap:agent:b"), Set.of("s2", "s3"))));
    assertThat(config.source("/auth/oauth2/issuers/0/identityClaim"))
        .contains("ASAP_AUTH_CUSTOM_CLAIM");
  }

  @Test
  void theReferencesVariablesOnlyFillInWhatIsNotSaid() {
    // Given
    Map<String, String> environment =
        Map.of(
            "ASAP_AUTH_ISSUER", "https://other.example.com",
            "ASAP_AUTH_CUSTOM_CLAIM", "other",
            "ASAP_AUTH_SUBJECT_MAP", "{\"urn:asap:agent:a\":\"s1\"}");
    String issuers =
        "auth.oauth2.issuers=[{\"issuer\":\"https://id.example.com\",\"audience\":\"us\","
            + "\"identityClaim\":\"agent\"}]";

    // When
    PlatformConfig config =
        new ConfigLoader(home, environment).load(Optional.empty(), List.of(issuers));

    // Then
    assertThat(AuthConfig.of(config.section("auth")).issuers())
        .singleElement()
        .satisfies(
            issuer -> {
              assertThat(issuer.issuer()).isEqualTo("https://id.example.com");
              assertThat(issuer.identity().claim()).isEqualTo("agent");
              assertThat(issuer.identity().subjects())
                  .isEqualTo(Map.of(AgentUrn.of("urn:asap:agent:a"), Set.of("s1")));
            });
  }

  @Test
  void theFileBelowHomeIsTakenWhenNoneIsNamed() throws Exception {
    // Given
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/platform.json"), "{\"http\":{\"port\":8}}");

    // When
    PlatformConfig config = new ConfigLoader(home, Map.of()).load(Optional.empty(), List.of());

    // Then
    assertThat(config.section("http").getInteger("port")).isEqualTo(8);
    assertThat(config.resolve("plugins")).isEqualTo(home.resolve("plugins"));
  }

  @Test
  void noTwoKeysShareAVariable() {
    // Given
    ConfigSchema schema = ConfigSchema.load();

    // When
    List<String> names =
        schema.leaves().stream().flatMap(leaf -> EnvironmentLayer.names(leaf).stream()).toList();

    // Then
    assertThat(names).doesNotHaveDuplicates().contains("ROOST_HTTP_MAX_REQUEST_BYTES");
  }

  private static JsonObject remoteAgent(JsonObject discovery) {
    return discovery.getJsonObject("remoteAgents").getJsonObject("urn:asap:agent:translator");
  }

  private static JsonObject agentConfig(JsonObject plugin) {
    return plugin
        .getJsonObject("agents")
        .getJsonObject("urn:asap:agent:a")
        .getJsonObject("config")
        .getJsonArray("deep")
        .getJsonObject(0);
  }
}
