package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.roost.platform.foreign.ForeignProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A certified provider on a free port of loopback: the npm package oidc-provider, which npm fetches
 * for the test.
 */
final class RunningOidcProvider implements AutoCloseable {
  /** The resource whose tokens are JWTs. */
  static final String RESOURCE = "https://agents.example.com";

  /** The one whose tokens are none; their audience is the first all the same. */
  static final String OPAQUE_RESOURCE = RESOURCE + "/opaque";

  /** Likewise; its tokens are signed by Ed25519. */
  static final String EDWARDS_RESOURCE = RESOURCE + "/edwards";

  static final String CLIENT = "agent";
  static final String SECRET = "interop secret+1";

  /** The last release that runs on Node.js 18, which Debian 12 has. */
  private static final String PACKAGE = "oidc-provider@8.8.1";

  private static final Duration CALL = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ECKey key;
  private final Process process;
  private final Path output;
  private final String issuer;

  private RunningOidcProvider(ECKey key, Process process, Path output, String issuer) {
    this.key = key;
    this.process = process;
    this.output = output;
    this.issuer = issuer;
  }

  /** Starts it in an empty folder. */
  static RunningOidcProvider start(Path folder) throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("signer-1").generate();
    install(folder);
    Path output = folder.resolve("output");
    Process process = process(folder, key, output);
    try {
      return new RunningOidcProvider(key, process, output, told(process, output, "ready "));
    } catch (Exception | AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Process process(Path folder, ECKey key, Path output) throws Exception {
    URL script = RunningOidcProvider.class.getResource("oidc_provider.mjs");
    assertThat(script).isNotNull();
    return new ProcessBuilder(
            ForeignProgram.find("node", "nodejs"),
            Path.of(script.toURI()).toString(),
            folder.toString(),
            key.toPublicJWK().toJSONString())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static void install(Path folder) throws Exception {
    List<String> command =
        List.of(
            ForeignProgram.find("npm", "npm"),
            "install",
            "--prefix",
            folder.toString(),
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            PACKAGE);
    Path output = folder.resolve("npm");
    Process npm =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = npm.waitFor(5, TimeUnit.MINUTES);
    npm.destroyForcibly();
    assertThat(ended && npm.exitValue() == 0)
        .as("This test needs a registry of npm: " + command + ": " + Files.readString(output))
        .isTrue();
  }

  /** Waits for a line that begins so, and gives the rest of it. */
  private static String told(Process process, Path output, String beginning) throws Exception {
    Eventually.until(
        () -> {
          boolean there = rest(output, beginning).isPresent();
          assertThat(there || process.isAlive()).as(Files.readString(output)).isTrue();
          return there;
        });
    return rest(output, beginning).orElseThrow();
  }

  private static Optional<String> rest(Path output, String beginning) throws IOException {
    return Files.readAllLines(output).stream()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()))
        .findFirst();
  }

  String issuer() {
    return issuer;
  }

  /** The key of the client {@code signer}. */
  ECKey key() {
    return key;
  }

  /** An access token for a resource that the client gets in its own name. */
  String clientCredentials(String resource, String scope) throws Exception {
    Map<String, String> form =
        Map.of("grant_type", "client_credentials", "scope", scope, "resource", resource);
    return new JsonObject(post("/token", form)).getString("access_token");
  }

  /** Has the client take its token back. */
  void revoke(String token) throws Exception {
    post("/token/revocation", Map.of("token", token));
  }

  /** Signs by a new key from now on, for the first time; the old one stays. */
  void rotate() throws Exception {
    OutputStream input = process.getOutputStream();
    input.write("rotate\n".getBytes(StandardCharsets.US_ASCII));
    input.flush();
    told(process, output, "signs by ");
  }

  private String post(String path, Map<String, String> form) throws Exception {
    String pair = encode(CLIENT) + ":" + encode(SECRET);
    byte[] bytes = pair.getBytes(StandardCharsets.US_ASCII);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer + path))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .timeout(CALL)
            .POST(HttpRequest.BodyPublishers.ofString(encode(form)))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
