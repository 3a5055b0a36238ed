package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The library of Standard Webhooks for Node.js, which npm fetches into a folder. */
final class NodeWebhooks {
  private static final String PACKAGE = "standardwebhooks@1.1.1";
  private static final int PATIENCE_MINUTES = 5;

  private final Path folder;

  private NodeWebhooks(Path folder) {
    this.folder = folder;
  }

  static NodeWebhooks install(Path folder) throws Exception {
    NodeWebhooks here = new NodeWebhooks(folder);
    List<String> command =
        List.of(
            "npm",
            "install",
            "--prefix",
            folder.toString(),
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            PACKAGE);
    Path output = folder.resolve("npm");
    int exit = here.run(command, "npm", output);
    assertThat(exit)
        .as("This test needs a registry of npm: " + command + ": " + Files.readString(output))
        .isZero();
    return here;
  }

  /** What it says to a message: its own signature, and whether it believes what is there. */
  record Answer(String signature, boolean believes) {}

  /** Has it judge messages. */
  List<Answer> judge(List<SignedMessage> messages) throws Exception {
    Path input = folder.resolve("messages");
    Files.write(input, messages.stream().map(message -> json(message).encode()).toList());
    Path script = Path.of(NodeWebhooks.class.getResource("standard_webhooks.mjs").toURI());
    Path output = folder.resolve("answers");
    int exit =
        run(
            List.of("node", script.toString(), folder.toString(), input.toString()),
            "nodejs",
            output);
    assertThat(exit).as(Files.readString(output)).isZero();
    return Files.readAllLines(output).stream().map(JsonObject::new).map(NodeWebhooks::of).toList();
  }

  private static Answer of(JsonObject line) {
    return new Answer(line.getString("signature"), line.getBoolean("believes"));
  }

  private static JsonObject json(SignedMessage message) {
    JsonObject headers = new JsonObject();
    message.headers().forEach((name, value) -> headers.put(name, value));
    String secret =
        message.raw()
            ? Base64.getEncoder().encodeToString(message.secret().bytes())
            : message.secret().reveal();
    return new JsonObject()
        .put("secret", secret)
        .put("raw", message.raw())
        .put("id", message.id())
        .put("seconds", message.at().getEpochSecond())
        .put("headers", headers)
        .put("body", message.body());
  }

  /** Runs a program in the folder; what it says goes to a file. */
  int run(List<String> command, String debianPackage, Path output) throws Exception {
    Process process = start(command, debianPackage, output);
    try {
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).as("ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(List<String> command, String debianPackage, Path output) {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      return fail(
          "This test needs %s, which is not installed: apt-get install -y %s"
              .formatted(command.get(0), debianPackage),
          e);
    }
  }
}
