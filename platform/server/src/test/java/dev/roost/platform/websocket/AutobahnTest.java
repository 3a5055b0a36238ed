package dev.roost.platform.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.TestNode;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Autobahn test suite, which Maven brings, run by Jython, against our connections. */
@Tag("interop")
class AutobahnTest {
  private static final int CASES = 248;
  private static final List<String> GOOD = List.of("OK", "NON-STRICT", "INFORMATIONAL");
  private static final String SCRIPT =
      """
      from autobahntestsuite import wstest
      wstest.start({"mode": "fuzzingclient"}, {
          "options": {"failByDrop": False},
          "outdir": "%s",
          "servers": [{"agent": "roost", "url": "ws://127.0.0.1:%d/echo", "options": {"version": 18}}],
          "cases": ["1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.1.1", "10.*"],
          "exclude-cases": [],
          "exclude-agent-cases": {}})
      """;

  @TempDir private Path folder;

  @Test
  void everyCaseIsAsRfc6455Wants() throws Exception {
    // Given
    try (TestNode node = TestNode.with().upgrade(EchoUpgrade::new).start()) {
      Path script = folder.resolve("fuzz.py");
      Files.writeString(script, SCRIPT.formatted(folder.resolve("reports"), node.port()));

      // When
      run(script);

      // Then
      Map<String, String> bad = new TreeMap<>();
      JsonObject cases =
          new JsonObject(Files.readString(folder.resolve("reports/index.json")))
              .getJsonObject("roost");
      for (String name : cases.fieldNames()) {
        JsonObject result = cases.getJsonObject(name);
        String behavior = result.getString("behavior");
        String close = result.getString("behaviorClose");
        if (!GOOD.contains(behavior) || !GOOD.contains(close)) {
          bad.put(name, behavior + ", close " + close);
        }
      }
      assertThat(bad).isEmpty();
      assertThat(cases.size()).isEqualTo(CASES);
    }
  }

  private void run(Path script) throws IOException, InterruptedException {
    File log = folder.resolve("log").toFile();
    Process suite =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Dpython.cachedir.skip=true",
                "-cp",
                jarOf("org/python/util/jython.class") + ":" + jarOf("autobahntestsuite/wstest.py"),
                "org.python.util.jython",
                script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    try {
      assertThat(suite.waitFor(5, TimeUnit.MINUTES)).as("the suite ends").isTrue();
      assertThat(suite.exitValue()).as(Files.readString(log.toPath(), UTF_8)).isZero();
    } finally {
      suite.destroyForcibly();
    }
  }

  private static String jarOf(String resource) {
    try {
      String url =
          String.valueOf(AutobahnTest.class.getClassLoader().getResource(resource).toURI());
      return Path.of(new java.net.URI(url.substring("jar:".length(), url.indexOf('!')))).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
