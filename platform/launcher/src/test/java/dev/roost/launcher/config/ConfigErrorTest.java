package dev.roost.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roost.spi.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigErrorTest {
  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"http": {"port": "x"}}           | /http/port: is "x"; allowed: a whole number from 0 to 65535
          {"http": {"port": 70000}}         | /http/port: is 70000; allowed: a whole number from 0 to 65535
          {"http": {"port": 80.5}}          | /http/port: is 80.5; allowed: a whole number from 0 to 65535
          {"http": {"prot": 80}}            | /http/prot: unknown key; did you mean /http/port?
          {"http": {"MAXBATCH": 80}}        | /http/MAXBATCH: unknown key; did you mean /http/maxBatch?
          {"htp": {}}                       | /htp: unknown key; did you mean /http?
          {"rateLimit": "off"}              | /rateLimit: unknown key; did you mean /http/rateLimit?
          {"discovery": {"zzzzzzzzz": 1}}   | /discovery/zzzzzzzzz: unknown key; known here: manifestTtlSeconds
          {"clusters": {"enabled": true}}  | /clusters: unknown key
          {"http": {"rateLimit": "5/week"}} | /http/rateLimit: is "5/week"; allowed: "off" or count/unit
          {"auth": {"mode": "oauth"}}       | /auth/mode: is "oauth"; allowed: one of "none", "bearer", "oauth2"
          {"task": 3}                       | /task: is 3; allowed: an object
          {"task": null}                    | /task: is null; allowed: an object
          {"plugin": {"watch": "yes"}}      | /plugin/watch: is "yes"; allowed: true or false
          {"platform": {"publicUrl": "localhost:80"}} | /platform/publicUrl: is "localhost:80"; allowed: an http or https URL
          {"plugin": {"agents": {"urn:x": {}}}} | /plugin/agents/urn:x: is no name; allowed: an agent URN
          {"verticles": {"htpp": {"instances": 1}}} | /verticles/htpp/class: is missing; expected a class name
          {"verticles": {"htpp": {"instances": 1}}} | or did you mean /verticles/http?
          {"verticles": {"http": {"class": "a.B"}}} | /verticles/http/class: unknown key
          {"verticles": {"plugin": {"instances": 2}}} | /verticles/plugin/instances: is 2; allowed: a whole number, only 1
          {"verticles": {"x": {"class": "1.B"}}} | /verticles/x/class: is "1.B"; allowed: a class name
          {"http": {"host": "0.0.0.0"}}     | /http/host: is "0.0.0.0", which others can reach, and traffic would not be encrypted; set http.tls.certificate and http.tls.key, or http.insecure to true
          {"http": {"tls": {"key": "k.pem"}}} | /http/tls/certificate: is missing, but http.tls.key is there
          {"http": {"tls": {"certificate": "c.pem"}}} | /http/tls/key: is missing, but http.tls.certificate is there
          {"http": {"tls": {"key": 5}}}     | /http/tls/key: is 5; allowed: a path, or null
          {"http": {"tls": true}}           | /http/tls: is true; allowed: an object
          {"cluster": {"tls": {"key": "k"}}} | /cluster/tls/trust: is missing, but cluster.tls has another key
          {"cluster": {"port": 0}}          | /cluster/port: is 0
          {"http": {"trustedProxies": ["proxy.example"]}} | /http/trustedProxies/0: is "proxy.example"; allowed: an IP address or a range
          {"http": {"trustedProxies": ["::1", "10.0.0.1/8"]}} | /http/trustedProxies/1: "10.0.0.1/8" has bits beyond the first 8 that are not 0
          {"http": {"trustedProxies": ["10.0.0.0/33"]}} | /http/trustedProxies/0: "10.0.0.0/33" must have a number from 0 to 32 behind the slash
          {"http": {"trustedProxies": ["1.2.3"]}} | /http/trustedProxies/0: "1.2.3" is neither an IP address nor a range of them
          {"outbound": {"allowHttp": "no"}} | /outbound/allowHttp: is "no"; allowed: true or false
          {"outbound": {"allowAddresses": ["localhost"]}} | /outbound/allowAddresses/0: is "localhost"; allowed: an IP address or a range
          {"outbound": {"allowAddresses": ["::1", "10.0.0.1/8"]}} | /outbound/allowAddresses/1: is "10.0.0.1/8": 10.0.0.1/8 has bits behind its prefix
          {"discovery": {"remoteAgents": []}} | /discovery/remoteAgents: is *** (not shown); allowed: an object with at most 100 agents
          {"discovery": {"remoteAgents": {"translator": {"url": "https://a.example"}}}} | /discovery/remoteAgents/translator: is no name; allowed: an agent URN
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {}}}} | /discovery/remoteAgents/urn:asap:agent:a/url: is missing; expected an https URL
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {"uri": "https://a.example"}}}} | /discovery/remoteAgents/urn:asap:agent:a/uri: unknown key; did you mean /discovery/remoteAgents/urn:asap:agent:a/url?
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {"url": "a.example"}}}} | /discovery/remoteAgents/urn:asap:agent:a/url: is no URL that can be used: the URL does not begin with https:// or http://
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {"url": "https://a.example/?b=c"}}}} | /discovery/remoteAgents/urn:asap:agent:a/url: has a query
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {"url": "http://a.example"}}}} | /discovery/remoteAgents/urn:asap:agent:a/url: begins with http:, which is not encrypted; use https:, or set outbound.allowHttp
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {"url": "https://a.example", "transport": "pigeon"}}}} | /discovery/remoteAgents/urn:asap:agent:a/transport: is "pigeon", which is no transport; there are [
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {"url": "https://a.example", "transport": "Http"}}}} | /discovery/remoteAgents/urn:asap:agent:a/transport: is "Http"; allowed: the name of a transport
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {"url": "https://a.example/x"}, "urn:asap:agent:b": {"url": "https://A.example:443/x/", "token": "${env:NO}"}}}} | /discovery/remoteAgents/urn:asap:agent:b/token: is another than that of the other agent with this url
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {"url": "https://a.example", "token": "${env:NO}"}}}} | /discovery/remoteAgents/urn:asap:agent:a/token: ${env:NO} leads nowhere: the environment variable NO is not set
          {"discovery": {"registries": ["https://a.example/r.json", "http://a.example/r.json"]}} | /discovery/registries/1: begins with http:, which is not encrypted
          {"discovery": {"registries": ["a.example"]}} | /discovery/registries/0: is no URL that can be used
          {"discovery": {"revocationList": "http://a.example/r.json"}} | /discovery/revocationList: begins with http:, which is not encrypted
          {"discovery": {"dnssd": {"address": "eth0"}}} | /discovery/dnssd/address: is "eth0"; allowed: an IP address of this machine
          {"discovery": {"dnssd": {"address": "1.2.3"}}} | /discovery/dnssd/address: is "1.2.3", which is no IP address
          {"discovery": {"consul": {"url": "consul:8500"}}} | /discovery/consul/url: is "consul:8500"; allowed: a URL without query
          {"discovery": {"consul": {"service": "my agents"}}} | /discovery/consul/service: is "my agents"; allowed: letters, digits and hyphens
          {"discovery": {"signingKey": "in clear text"}} | /discovery/signingKey: is *** (not shown); allowed: a reference to the secret
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {"url": "https://a.example", "manifestKeys": ["AAAA"]}}}} | /discovery/remoteAgents/urn:asap:agent:a/manifestKeys/0: is "AAAA"; allowed: 32 bytes in base 64
          {"discovery": {"remoteAgents": {"urn:asap:agent:a": {"url": "https://a.example", "manifestKeys": ["7f///////////////////////////////////////38="]}}}} | /discovery/remoteAgents/urn:asap:agent:a/manifestKeys/0: is no key: it is no point of the curve
          {"management": {"host": "10.0.0.1", "port": 1}} | /management/host: is "10.0.0.1", but the management port asks for no credentials
          {"auth": {"mode": "bearer"}}      | /auth/mode: is "bearer", but auth.bearer.tokens is empty
          {"auth": {"mode": "oauth2"}}      | /auth/mode: is "oauth2", but auth.oauth2.issuers is empty
          {"auth": {"oauth2": {"issuers": [{"issuer": "https://a"}]}}} | /auth/oauth2/issuers/0/audience: is missing
          {"auth": {"oauth2": {"issuers": [{"issuer": "https://a", "audience": []}]}}} | /auth/oauth2/issuers/0/audience: is a list; allowed: a name of 1 to 1,024 characters
          {"auth": {"oauth2": {"issuers": [{"issuer": "https://a", "audience": ["a", 7]}]}}} | /auth/oauth2/issuers/0/audience/1: is 7; allowed: a string
          {"auth": {"oauth2": {"issuers": [{"audience": "a"}]}}} | /auth/oauth2/issuers/0/issuer: is missing
          {"auth": {"oauth2": {"issuers": [{"issuer": "id.example", "audience": "a"}]}}} | /auth/oauth2/issuers/0/issuer: is "id.example"; allowed: the URL of an identity provider
          {"auth": {"oauth2": {"issuers": [{"issuer": "https://a", "audience": "a", "algorithms": ["HS256"]}]}}} | /auth/oauth2/issuers/0/algorithms/0: is "HS256"; allowed: one of "RS256"
          {"auth": {"oauth2": {"issuers": [{"issuer": "https://a", "audience": "a", "subjects": {"x": []}}]}}} | /auth/oauth2/issuers/0/subjects/x: is no name; allowed: an agent URN
          {"auth": {"oauth2": {"issuers": [{"issuer": "https://a", "audience": "a"}, {"issuer": "https://a", "audience": "b"}]}}} | /auth/oauth2/issuers/1/issuer: is there twice
          {"verticles": {"http": {"threading": "virtual"}}} | /verticles/http/threading: is "virtual", which needs Java 21 or later, and this is Java 17
          {"plugin": {"agents": {"urn:asap:agent:a": {"threading": "virtual"}}}} | /plugin/agents/urn:asap:agent:a/threading: is "virtual"
          {"auth": {"bearer": {"tokens": [{"token": "${env:NO}", "agent": "urn:asap:agent:a"}]}}} | /auth/bearer/tokens/0/token: ${env:NO} leads nowhere: the environment variable NO is not set
          {"verticles": {"x": {"class": "a.B", "config": {"k": "${file:none.txt}"}}}} | /verticles/x/config/k: ${file:none.txt} leads nowhere: there is no file
          """)
  void namesThePlaceTheValueAndWhatIsAllowed(String json, String expected) throws Exception {
    // When
    List<String> errors = errors(json);

    // Then
    assertThat(errors).anySatisfy(error -> assertThat(error).contains(expected));
    assertThat(errors).allSatisfy(error -> assertThat(error).contains("bad.json:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "[]", "{\"urn:asap:agent:a\": 1}", "{\"a\": \"s\"}"})
  void aBadMapOfSubjectsIsToldWithItsVariable(String map) {
    // Given
    Map<String, String> environment =
        Map.of(
            "ASAP_AUTH_ISSUER", "https://id.example.com",
            "ASAP_AUTH_AUDIENCE", "us",
            "ASAP_AUTH_SUBJECT_MAP", map);

    // When / Then
    assertThatThrownBy(() -> new ConfigLoader(home, environment).load(Optional.empty(), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/auth/oauth2/issuers/0/subjects")
        .hasMessageContaining("ASAP_AUTH_SUBJECT_MAP");
  }

  @Test
  void anyAddressMayBeListenedOnByTls() throws Exception {
    // Given
    String json =
        "{\"http\": {\"host\": \"0.0.0.0\", \"tls\": {\"certificate\": \"c.pem\", \"key\": \"k.pem\"}}}";
    Path file = Files.writeString(home.resolve("tls.json"), json);

    // When
    PlatformConfig config = new ConfigLoader(home, Map.of()).load(Optional.of(file), List.of());

    // Then
    assertThat(config.section("http").getString("host")).isEqualTo("0.0.0.0");
    assertThat(config.warnings())
        .singleElement()
        .asString()
        .startsWith("Manifests tell http://localhost:8080, but the port speaks TLS");
  }

  @Test
  void reportsEveryFaultWithItsSource() throws Exception {
    // Given
    Path file =
        Files.writeString(
            home.resolve("many.json"),
            """
            {
              "http": {
                "port": -1,
                "host": "0.0.0.0"
              },
              "tasks": {},
              "verticles": {"x": {"class": "a.B", "config": {"key": "${env:MISSING}"}}}
            }
            """);
    Map<String, String> environment = Map.of("ROOST_TASK_MAX_LIVE", "many");
    List<String> sets = List.of("http.maxBatch=0", "nonsense");

    // When
    List<String> errors = errors(Optional.of(file), environment, sets);

    // Then
    assertThat(errors)
        .satisfiesExactlyInAnyOrder(
            e -> assertThat(e).startsWith("expected key=value").endsWith("(--set)"),
            e -> assertThat(e).startsWith("/http/port: is -1").endsWith("(" + file + ":3)"),
            e -> assertThat(e).startsWith("/http/host: ").endsWith("(" + file + ":4)"),
            e -> assertThat(e).startsWith("/tasks: unknown key; did you mean /task?"),
            e -> assertThat(e).startsWith("/http/maxBatch: is 0").endsWith("(--set http.maxBatch)"),
            e -> assertThat(e).contains("is \"many\"").endsWith("(ROOST_TASK_MAX_LIVE)"),
            e -> assertThat(e).contains("MISSING is not set").endsWith("(" + file + ":7)"));
  }

  @Test
  void neverShowsASecretWrittenInPlainText() throws Exception {
    // Given
    String plain =
        "{\"auth\":{\"bearer\":{\"tokens\":[{\"token\":\"s3cret\",\"agent\":\"urn:asap:agent:a\"}]}}}";
    String ofPeer =
        "{\"discovery\":{\"remoteAgents\":{\"urn:asap:agent:a\":{\"url\":\"https://me:s3cret@a.example\",\"token\":\"s3cret\"}}}}";
    Map<String, String> broken =
        Map.of(
            "ROOST_AUTH_BEARER_TOKENS", "[{\"token\":\"s3cret\"",
            "ROOST_DISCOVERY_REMOTE_AGENTS", "{\"urn:asap:agent:a\":{\"token\":\"s3cret\"");

    // When
    List<String> fromFile = errors(plain);
    List<String> fromVariable = errors(Optional.empty(), broken, List.of());
    List<String> fromPeer = errors(ofPeer);

    // Then
    assertThat(fromFile)
        .singleElement()
        .asString()
        .startsWith("/auth/bearer/tokens/0/token: is *** (not shown)")
        .contains("${env:NAME} or ${file:path}, never the secret itself")
        .doesNotContain("s3cret");
    assertThat(fromVariable).hasSize(2);
    assertThat(fromVariable).noneMatch(error -> error.contains("s3cret"));
    assertThat(fromPeer).hasSize(2);
    assertThat(fromPeer).noneMatch(error -> error.contains("s3cret"));
  }

  @Test
  void refusesASecretThatOthersCanRead() throws Exception {
    // Given
    Path secret = Files.writeString(home.resolve("token"), "s3cret\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    String json =
        "{\"auth\":{\"bearer\":{\"tokens\":[{\"token\":\"${file:token}\",\"agent\":\"urn:asap:agent:a\"}]}}}";

    // When
    List<String> open = errors(json);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    PlatformConfig closed =
        new ConfigLoader(home, Map.of(), 17).load(Optional.of(home.resolve("bad.json")), List.of());

    // Then
    assertThat(open).singleElement().asString().contains("chmod 600 " + secret);
    assertThat(
            closed
                .section("auth")
                .getJsonObject("bearer")
                .getJsonArray("tokens")
                .getJsonObject(0)
                .getValue("token"))
        .isEqualTo(Secret.of("s3cret"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"http": {"port": 80,}}          | not valid JSON at line 1
          {"http": 1, "http": 2}          | Duplicate field 'http'
          {} {}                           | more after the end
          []                              | must be a JSON object
          ``                              | the document is empty
          """)
  void saysWhereJsonIsMalformed(String json, String expected) throws Exception {
    // When
    List<String> errors = errors(json);

    // Then
    assertThat(errors).singleElement().asString().contains(expected, "bad.json");
  }

  @Test
  void tasksOfAnAgentCannotBeDurableInMemory() throws Exception {
    // When
    List<String> errors =
        errors("{\"plugin\": {\"agents\": {\"urn:asap:agent:a\": {\"durable\": true}}}}");

    // Then
    assertThat(errors)
        .singleElement()
        .asString()
        .contains("plugin/agents/urn:asap:agent:a/durable", "outlives nothing", "\"sqlite\"");
  }

  @Test
  void countsLinesAndColumnsOfMalformedJson() throws Exception {
    // When
    List<String> errors = errors("{\n  \"http\": {\n    \"port\": 80,\n  }\n}");

    // Then
    assertThat(errors).singleElement().asString().contains("line 4, column 3");
  }

  @Test
  void saysThatTheFileIsNotThere() {
    // When
    List<String> errors = errors(Optional.of(home.resolve("none.json")), Map.of(), List.of());

    // Then
    assertThat(errors)
        .singleElement()
        .asString()
        .contains("there is no such configuration file", "none.json");
  }

  @Test
  void warnsAboutVariablesThatMeanNothing() {
    // Given
    Map<String, String> environment =
        Map.of("ROOST_HTTP_PROT", "1", "ROOST_HOME", "x", "ROOST_JAVA_OPTS", "y", "OTHER", "z");

    // When
    PlatformConfig config = new ConfigLoader(home, environment).load(Optional.empty(), List.of());

    // Then
    assertThat(config.warnings())
        .containsExactly(
            "The environment variable ROOST_HTTP_PROT means nothing to Roost; did you mean"
                + " ROOST_HTTP_PORT?");
  }

  private List<String> errors(String json) throws Exception {
    Path file = Files.writeString(home.resolve("bad.json"), json);
    return errors(Optional.of(file), Map.of(), List.of());
  }

  private List<String> errors(
      Optional<Path> file, Map<String, String> environment, List<String> sets) {
    ConfigException thrown =
        catchThrowableOfType(
            ConfigException.class, () -> new ConfigLoader(home, environment, 17).load(file, sets));
    assertThat(thrown).as("the configuration must be refused").isNotNull();
    return thrown.errors().stream().map(ConfigError::toString).toList();
  }
}
