package dev.roost.launcher.running;

import dev.roost.launcher.Platform;
import dev.roost.launcher.config.ConfigLoader;
import dev.roost.launcher.config.PlatformConfig;
import dev.roost.platform.plugin.PluginJar;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A whole platform on free ports, with a plugins directory of its own. */
final class RunningPlatform implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Path ECHO =
      Path.of(System.getProperty("roost.root"), "plugins/echo/src/main");

  private final Path home;
  private final Platform platform;

  private RunningPlatform(Path home, Platform platform) {
    this.home = home;
    this.platform = platform;
  }

  /** Starts it in an empty folder, with the bundled echo agent and some settings. */
  static RunningPlatform start(Path home, String... sets) throws Exception {
    Files.createDirectories(home.resolve("plugins"));
    echo("1.0.0").moveTo(home.resolve("plugins/echo.jar"));
    return startWithWhatIsThere(home, sets);
  }

  /** Starts it in a folder that holds its plugins already. */
  static RunningPlatform startWithWhatIsThere(Path home, String... sets) throws Exception {
    List<String> all = new ArrayList<>(List.of("http.port=0", "management.port=0"));
    all.addAll(List.of(sets));
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/platform.json"), "{}");
    PlatformConfig config = new ConfigLoader(home, Map.of()).load(Optional.empty(), all);
    return new RunningPlatform(home, get(Platform.start(config)));
  }

  /** The bundled echo agent, built from its sources as the given version. */
  static PluginJar echo(String version) throws IOException {
    return echo(version, "", "");
  }

  /** The same with a change to its source. */
  static PluginJar echo(String version, String replaced, String replacement) throws IOException {
    String source =
        Files.readString(ECHO.resolve("java/dev/roost/plugins/echo/EchoAgent.java"))
            .replace(
                replaced.isEmpty() ? "1.0.0" : replaced,
                replaced.isEmpty() ? version : replacement);
    String descriptor = Files.readString(ECHO.resolve("resources/META-INF/roost/plugin.json"));
    return PluginJar.empty()
        .source("dev.roost.plugins.echo.EchoAgent", source.replace("1.0.0", version))
        .descriptor(descriptor.replace("1.0.0", version));
  }

  Path plugins() {
    return home.resolve("plugins");
  }

  Platform platform() {
    return platform;
  }

  URI messages() {
    return platform.status().messages();
  }

  /** The root below which the default agent is. */
  URI root() {
    return URI.create(messages().toString().replaceFirst("/asap$", ""));
  }

  /** A request for the echo skill. */
  static JsonObject request(JsonObject input) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("method", "asap.send")
        .put("id", UUID.randomUUID().toString())
        .put(
            "params",
            new JsonObject()
                .put(
                    "envelope",
                    new JsonObject()
                        .put("id", UUID.randomUUID().toString())
                        .put("asap_version", "0.1")
                        .put("timestamp", Instant.now().toString())
                        .put("sender", "urn:asap:agent:test")
                        .put("recipient", "urn:asap:agent:echo")
                        .put("payload_type", "task.request")
                        .put(
                            "payload",
                            new JsonObject()
                                .put("conversation_id", "conv_1")
                                .put("skill_id", "echo")
                                .put("input", input))));
  }

  HttpResponse<String> post(JsonObject body) throws Exception {
    return postAsync(body).get(60, TimeUnit.SECONDS);
  }

  CompletableFuture<HttpResponse<String>> postAsync(JsonObject body) {
    return CLIENT.sendAsync(
        HttpRequest.newBuilder(messages())
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  URI managementUrl() {
    return platform.status().management();
  }

  HttpResponse<String> management(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(managementUrl().resolve(path)).GET().build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Sends an object to the management port; answers what it answers. */
  JsonObject manage(String method, String path, JsonObject body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(managementUrl().resolve(path));
    HttpResponse<String> answer =
        CLIENT.send(
            request.method(method, HttpRequest.BodyPublishers.ofString(body.encode())).build(),
            HttpResponse.BodyHandlers.ofString());
    return new JsonObject(answer.body());
  }

  HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(messages().resolve(path)).GET().build(),
        HttpResponse.BodyHandlers.ofString());
  }

  static HttpClient client() {
    return CLIENT;
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    platform
        .stop()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }
}
