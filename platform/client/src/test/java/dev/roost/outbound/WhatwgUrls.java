package dev.roost.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The URL parser of Node.js. */
final class WhatwgUrls {
  private static final int PATIENCE_SECONDS = 60;

  private WhatwgUrls() {}

  /** How it reads each text; null if it does not. */
  static JsonArray read(List<String> texts, Path folder) throws Exception {
    Path input = Files.writeString(folder.resolve("urls"), new JsonArray(texts).encode());
    Path output = folder.resolve("read");
    Process process = start(input, output);
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return new JsonArray(Files.readString(output));
  }

  private static Process start(Path input, Path output) throws URISyntaxException {
    Path script = Path.of(WhatwgUrls.class.getResource("whatwg.mjs").toURI());
    try {
      return new ProcessBuilder("node", script.toString())
          .redirectErrorStream(true)
          .redirectInput(input.toFile())
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      return fail("This test needs node, which is not installed: apt-get install -y nodejs", e);
    }
  }
}
