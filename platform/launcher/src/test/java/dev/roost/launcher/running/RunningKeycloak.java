package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Keycloak on a free port of loopback, with the realm of {@code docker/keycloak}. */
final class RunningKeycloak implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("roost.root"));
  private static final Path HOME = ROOT.resolve("platform/launcher/target/keycloak");
  private static final Path REALM = ROOT.resolve("docker/keycloak/asap-realm.json");
  private static final String VERSION = "26.4.0";
  private static final String ADMIN_PASSWORD = "admin-password";
  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration CALL = Duration.ofSeconds(60);
  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[0-9.:]+[0-9])");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final String root;

  private RunningKeycloak(Process process, String root) {
    this.process = process;
    this.root = root;
  }

  /** Starts it; what it says goes to a file in {@code folder}. */
  static RunningKeycloak start(Path folder) throws Exception {
    Path output = folder.resolve("keycloak.log");
    Process process = process(output);
    try {
      RunningKeycloak keycloak = new RunningKeycloak(process, listening(process, output));
      keycloak.admin("POST", "", Files.readString(REALM));
      return keycloak;
    } catch (Exception | AssertionError e) {
      kill(process);
      throw e;
    }
  }

  private static Process process(Path output) throws IOException {
    Path script = HOME.resolve("keycloak-" + VERSION).resolve("bin/kc.sh");
    assertThat(script)
        .as("This test needs Keycloak: mvn -Pinterop fetches it by its profile 'interop'")
        .exists();
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash",
                script.toString(),
                "start-dev",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=0")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                ADMIN_PASSWORD,
                "JAVA_OPTS_KC_HEAP",
                "-Xms64m -Xmx512m",
                "JAVA_HOME",
                System.getProperty("java.home")));
    return builder.start();
  }

  private static String listening(Process process, Path output) throws Exception {
    Eventually.until(
        START,
        () -> {
          boolean ready = LISTENING.matcher(Files.readString(output)).find();
          assertThat(ready || process.isAlive()).as(Files.readString(output)).isTrue();
          return ready;
        });
    Matcher found = LISTENING.matcher(Files.readString(output));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  String issuer() {
    return root + "/realms/asap";
  }

  /** The token endpoint's answer to a client. */
  JsonObject token(String client, String secret, Map<String, String> form) throws Exception {
    return new JsonObject(post("/protocol/openid-connect/token", client, secret, form));
  }

  /** An access token that a client gets in its own name. */
  String clientCredentials(String client, String secret, String... scopes) throws Exception {
    Map<String, String> form = new TreeMap<>(Map.of("grant_type", "client_credentials"));
    if (scopes.length > 0) {
      form.put("scope", String.join(" ", scopes));
    }
    return token(client, secret, form).getString("access_token");
  }

  /** Has a client take its token back. */
  void revoke(String client, String secret, String token) throws Exception {
    post("/protocol/openid-connect/revoke", client, secret, Map.of("token", token));
  }

  /** Signs by a new key from now on; the old ones stay. */
  void rotate() throws Exception {
    String realm = new JsonObject(admin("GET", "/asap", null)).getString("id");
    JsonObject config =
        new JsonObject()
            .put("priority", List.of("200"))
            .put("enabled", List.of("true"))
            .put("active", List.of("true"))
            .put("keySize", List.of("2048"));
    JsonObject component =
        new JsonObject()
            .put("name", "newer")
            .put("providerId", "rsa-generated")
            .put("providerType", "org.keycloak.keys.KeyProvider")
            .put("parentId", realm)
            .put("config", config);
    admin("POST", "/asap/components", component.encode());
  }

  /** Registers a client of the realm. */
  void addClient(JsonObject client) throws Exception {
    admin("POST", "/asap/clients", client.encode());
  }

  /** A program whose tokens are for the platform, but not to send messages. */
  static JsonObject reader() {
    JsonObject audience =
        new JsonObject().put("included.custom.audience", "asap").put("access.token.claim", "true");
    JsonObject mapper =
        new JsonObject()
            .put("name", "audience asap")
            .put("protocol", "openid-connect")
            .put("protocolMapper", "oidc-audience-mapper")
            .put("config", audience);
    JsonObject subject =
        new JsonObject()
            .put("name", "subject")
            .put("protocol", "openid-connect")
            .put("protocolMapper", "oidc-sub-mapper")
            .put("config", new JsonObject().put("access.token.claim", "true"));
    return new JsonObject()
        .put("clientId", "reader")
        .put("secret", "reader-secret")
        .put("serviceAccountsEnabled", true)
        .put("standardFlowEnabled", false)
        .put("protocolMappers", List.of(mapper, subject));
  }

  /** Asks the administration of realms. */
  private String admin(String method, String path, String body) throws Exception {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return send(
        HttpRequest.newBuilder(URI.create(root + "/admin/realms" + path))
            .header("Authorization", "Bearer " + adminToken())
            .header("Content-Type", "application/json")
            .method(method, publisher));
  }

  /** A token of another realm. */
  String adminToken() throws Exception {
    Map<String, String> form =
        Map.of(
            "grant_type", "password",
            "client_id", "admin-cli",
            "username", "admin",
            "password", ADMIN_PASSWORD);
    String url = root + "/realms/master/protocol/openid-connect/token";
    return new JsonObject(send(posted(url, form))).getString("access_token");
  }

  private String post(String path, String client, String secret, Map<String, String> form)
      throws Exception {
    byte[] pair = (client + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return send(
        posted(issuer() + path, form)
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)));
  }

  private static HttpRequest.Builder posted(String url, Map<String, String> form) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
  }

  private static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    HttpRequest sent = request.timeout(CALL).build();
    HttpResponse<String> answer = HTTP.send(sent, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode() / 100).as(sent.uri() + " " + answer.body()).isEqualTo(2);
    return answer.body();
  }

  /** The script runs a JVM below itself while it builds, and becomes one later. */
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill(process);
  }
}
