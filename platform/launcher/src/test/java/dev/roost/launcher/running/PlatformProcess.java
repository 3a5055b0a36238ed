package dev.roost.launcher.running;

import dev.roost.launcher.Roost;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A whole platform as a process of its own, which can be killed and stopped. */
final class PlatformProcess implements AutoCloseable {
  private static final String READY = "  messages    ";
  private static final String LAST_LINE = "  agents      ";
  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;
  private final URI messages;

  private PlatformProcess(Process process, Path output) throws Exception {
    this.process = process;
    this.output = output;
    Eventually.until(START, () -> address().isPresent() || !process.isAlive());
    this.messages = address().orElseThrow(() -> new AssertionError(told()));
  }

  /** Starts it in a folder, with {@link DurableAgent} noting its runs there. */
  static PlatformProcess start(Path home, String... sets) throws Exception {
    return start(home, List.of(), sets);
  }

  /** The same behind another program. */
  static PlatformProcess start(Path home, List<String> before, String... sets) throws Exception {
    Files.createDirectories(home.resolve("conf"));
    Files.createDirectories(home.resolve("plugins"));
    Files.writeString(home.resolve("conf/platform.json"), "{}");
    Path output = Files.createTempFile(home, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command(home, before, sets))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("ROOST_HOME", home.toString());
    return new PlatformProcess(builder.start(), output);
  }

  /** Where the agent notes its runs. */
  static Path runs(Path home) {
    return home.resolve("runs");
  }

  private static List<String> command(Path home, List<String> before, String... sets) {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile="
                + Path.of(System.getProperty("roost.root"), "conf", "logback.xml"),
            "-cp",
            System.getProperty("java.class.path"),
            Roost.class.getName(),
            "run"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "http.port=0",
                "management.port=0",
                "http.rateLimit=off",
                "verticles.tested.class=" + DurableAgent.class.getName(),
                "verticles.tested.config=" + new JsonObject().put("file", runs(home).toString())));
    all.addAll(List.of(sets));
    all.forEach(set -> command.addAll(List.of("--set", set)));
    return command;
  }

  /** What it has told. */
  String told() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return "";
    }
  }

  private Optional<URI> address() {
    String told = told();
    return told.lines()
        .filter(line -> line.startsWith(READY) && told.contains(LAST_LINE))
        .map(line -> URI.create(line.substring(READY.length()).strip()))
        .findFirst();
  }

  URI messages() {
    return messages;
  }

  /** Without any warning. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** By SIGTERM. */
  void stop() throws Exception {
    process.destroy();
    process.waitFor(60, TimeUnit.SECONDS);
  }

  /** Sends a signal, such as STOP. */
  void signal(String name) throws Exception {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
        .inheritIO()
        .start()
        .waitFor(20, TimeUnit.SECONDS);
  }

  CompletableFuture<HttpResponse<String>> post(JsonObject request) {
    return RunningPlatform.client()
        .sendAsync(
            HttpRequest.newBuilder(messages)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(request.encode()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return RunningPlatform.client()
        .send(
            HttpRequest.newBuilder(messages.resolve(path)).timeout(Duration.ofSeconds(60)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    kill();
  }
}
