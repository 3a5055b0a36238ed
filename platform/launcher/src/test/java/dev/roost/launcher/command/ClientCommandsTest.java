package dev.roost.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.command.Cli.Run;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCommandsTest {
  private static final String AGENTS =
      """
      {"agents":[{"urn":"urn:asap:agent:echo","name":"Echo","version":"1.0.0","node":"n1",
        "generation":1,"plugin":"echo","skills":["echo","shout"],"in_flight":3,"instances":2,
        "threading":"event-loop"}]}
      """;
  private static final String PLUGINS =
      """
      {"plugins":[
        {"id":"echo","version":"1.0.0","file":"echo.jar","state":"serving","generation":1,
         "agents":["urn:asap:agent:echo"],"threading":"event-loop","uptime_seconds":5},
        {"id":null,"version":null,"file":"broken.jar","state":"failed","generation":2,"agents":[],
         "reason":"no descriptor \\u001b[31mMETA-INF/roost/plugin.json"}]}
      """;
  private static final String ANSWER =
      """
      {"envelope":{"id":"01","sender":"urn:asap:agent:echo","payload_type":"task.response",
        "payload":{"task_id":"task_1","status":"%s","result":{"echoed":{"a":1}}}}}
      """;

  @TempDir private Path directory;

  @Test
  void agentsAreATable() throws Exception {
    try (TestingManagementServer server = server(200, "GET /api/agents", AGENTS)) {
      // When
      Run run = cli(server).run("agents");

      // Then
      assertThat(run.code()).isZero();
      assertThat(run.out())
          .isEqualToIgnoringNewLines(
              """
              AGENT                VERSION  SKILLS       IN FLIGHT  INSTANCES  THREADING   PLUGIN  NODE
              urn:asap:agent:echo  1.0.0    echo, shout  3          2          event-loop  echo    n1
              """);
    }
  }

  @Test
  void coloursAreForTerminalsOnly() throws Exception {
    try (TestingManagementServer server = server(200, "GET /api/agents", AGENTS)) {
      // When
      Run terminal = cli(server).onTerminal().run("agents");
      Run pipe = cli(server).run("agents");

      // Then
      assertThat(terminal.out()).contains("\u001b[1m");
      assertThat(pipe.out()).doesNotContain("\u001b");
    }
  }

  @Test
  void machinesGetTheAnswerAsItIs() throws Exception {
    try (TestingManagementServer server = server(200, "GET /api/agents", AGENTS)) {
      // When
      Run after = cli(server).run("agents", "--json");
      Run before = cli(server).run("--json", "agents");

      // Then
      assertThat(new JsonObject(after.out())).isEqualTo(new JsonObject(AGENTS));
      assertThat(before.out()).isEqualTo(after.out());
    }
  }

  @Test
  void brokenPluginsAreShownWithTheirReason() throws Exception {
    try (TestingManagementServer server = server(200, "GET /api/plugins", PLUGINS)) {
      // When
      Run run = cli(server).run("plugin", "list");

      // Then
      assertThat(run.code()).isZero();
      assertThat(run.out())
          .contains("echo    1.0.0    serving  1           urn:asap:agent:echo  echo.jar")
          .contains("broken.jar: no descriptor ?[31mMETA-INF/roost/plugin.json")
          .doesNotContain("\u001b");
    }
  }

  @Test
  void aReloadListsWhatCameOfIt() throws Exception {
    try (TestingManagementServer server = server(200, "POST /api/plugins/reload", PLUGINS)) {
      // When
      Run run = cli(server).run("plugin", "reload");

      // Then
      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("echo.jar").contains("broken.jar: no descriptor");
    }
  }

  @Test
  void whoseKeysWereFetchedAnewIsListed() throws Exception {
    String answer = "{\"issuers\":[{\"issuer\":\"https://id.example.com\",\"keys\":2}]}";
    try (TestingManagementServer server = server(200, "POST /api/auth/forget-keys", answer)) {
      // When
      Run run = cli(server).run("auth", "forget-keys");
      Run json = cli(server).run("auth", "forget-keys", "--json");

      // Then
      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("https://id.example.com  2     -");
      assertThat(new JsonObject(json.out())).isEqualTo(new JsonObject(answer));
    }
  }

  @Test
  void aProviderThatGivesNoKeysIsAFailure() throws Exception {
    String answer = "{\"issuers\":[{\"issuer\":\"https://id.example.com\",\"reason\":\"down\"}]}";
    try (TestingManagementServer server = server(200, "POST /api/auth/forget-keys", answer)) {
      // When
      Run run = cli(server).run("auth", "forget-keys");

      // Then
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out()).contains("https://id.example.com  -     down");
    }
  }

  @Test
  void wherePlatformsTakeNoTokensThatIsSaid() throws Exception {
    try (TestingManagementServer server =
        server(200, "POST /api/auth/forget-keys", "{\"issuers\":[]}")) {
      // When
      Run run = cli(server).run("auth", "forget-keys");
      Run unfinished = cli(server).run("auth");

      // Then
      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("takes no tokens of identity providers");
      assertThat(unfinished.code()).isEqualTo(2);
      assertThat(unfinished.err()).contains("auth forget-keys");
    }
  }

  @Test
  void callPrintsTheResult() throws Exception {
    String answer = ANSWER.formatted("completed");
    try (TestingManagementServer server = server(200, "POST /api/calls", answer)) {
      // When
      Run run =
          cli(server)
              .input("{\"a\": 1}")
              .run(
                  "call",
                  "urn:asap:agent:echo",
                  "echo",
                  "-",
                  "--sender",
                  "urn:asap:agent:me",
                  "--timeout",
                  "7");

      // Then
      assertThat(run.err()).isEmpty();
      assertThat(new JsonObject(run.out())).isEqualTo(new JsonObject("{\"echoed\":{\"a\":1}}"));
      assertThat(server.received())
          .isEqualTo(
              new JsonObject(
                  """
                  {"agent":"urn:asap:agent:echo","skill":"echo","input":{"a":1},
                   "sender":"urn:asap:agent:me","timeout_seconds":7}
                  """));
    }
  }

  @Test
  void nothingInAnAnswerSteersTheTerminal() throws Exception {
    String text = "a\u009b31m\u202eb";
    JsonObject result = new JsonObject().put("echoed", text);
    String answer = ANSWER.formatted("completed").replace("{\"echoed\":{\"a\":1}}", "" + result);
    String error = new JsonObject().put("error", new JsonObject().put("message", text)).encode();
    try (TestingManagementServer server = server(200, "POST /api/calls", answer);
        TestingManagementServer refusing = server(200, "POST /api/calls", error)) {
      // When
      Run run = cli(server).run("call", "urn:asap:agent:echo", "echo", "{}");
      Run refused = cli(refusing).run("call", "urn:asap:agent:echo", "echo", "{}");

      // Then
      assertThat(run.out()).contains("a\\u009b31m\\u202eb");
      assertThat(new JsonObject(run.out())).isEqualTo(result);
      assertThat(refused.err()).contains("a?31m?b");
    }
  }

  @Test
  void callPrintsTheWholeEnvelopeForMachines() throws Exception {
    String answer = ANSWER.formatted("completed");
    try (TestingManagementServer server = server(200, "POST /api/calls", answer)) {
      // When
      Run run = cli(server).run("call", "urn:asap:agent:echo", "echo", "{}", "--json");

      // Then
      assertThat(new JsonObject(run.out()))
          .isEqualTo(new JsonObject(answer).getJsonObject("envelope"));
    }
  }

  @Test
  void aTaskThatDidNotCompleteIsAFailure() throws Exception {
    String answer = ANSWER.formatted("failed");
    try (TestingManagementServer server = server(200, "POST /api/calls", answer)) {
      // When
      Run run = cli(server).run("call", "urn:asap:agent:echo", "echo", "{}");

      // Then
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("The task ended as 'failed'");
    }
  }

  @Test
  void anErrorGoesToTheErrorOutput() throws Exception {
    String answer =
        "{\"error\":{\"code\":-32012,\"message\":\"Skill not found\",\"data\":{\"known\":[\"echo\"]}}}";
    try (TestingManagementServer server = server(200, "POST /api/calls", answer)) {
      // When
      Run human = cli(server).run("call", "urn:asap:agent:echo", "no", "{}");
      Run machine = cli(server).run("call", "urn:asap:agent:echo", "no", "{}", "--json");

      // Then
      assertThat(human.code()).isEqualTo(1);
      assertThat(human.out()).isEmpty();
      assertThat(human.err()).contains("Error -32012: Skill not found", "{\"known\":[\"echo\"]}");
      assertThat(machine.code()).isEqualTo(1);
      assertThat(new JsonObject(machine.err())).isEqualTo(new JsonObject(answer));
    }
  }

  @Test
  void theReasonOfARefusalIsShown() throws Exception {
    String answer = "{\"detail\":\"the sender is no URN\"}";
    try (TestingManagementServer server = server(400, "POST /api/calls", answer)) {
      // When
      Run run = cli(server).run("call", "urn:asap:agent:echo", "echo", "{}");

      // Then
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("The platform refuses: the sender is no URN");
    }
  }

  @Test
  void whatIsNotAPlatformIsToldApart() throws Exception {
    try (TestingManagementServer server = server(200, "GET /api/agents", "<html>")) {
      // When
      Run run = cli(server).run("agents");

      // Then
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("is not a Roost platform");
    }
  }

  @Test
  void saysThatNothingRuns() throws Exception {
    // Given
    String url = "http://127.0.0.1:" + closedPort();

    // When
    Run run = new Cli(directory, Map.of()).run("agents", "--management", url);

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("No platform answers at " + url + "; start one with 'roost run'");
  }

  @Test
  void usageErrorsHaveTheirOwnExitCode() {
    // Given
    String[][] wrong = {
      {"call", "echo", "echo", "{}"},
      {"call", "urn:asap:agent:echo", "echo", "[1]"},
      {"call", "urn:asap:agent:echo", "echo", "{}", "--timeout", "0"},
      {"call", "urn:asap:agent:echo", "echo"},
      {"agents", "--management", "not a url"},
      {"agents", "--bogus"},
      {"agnets"},
      {"plugin"},
      {}
    };

    for (String[] arguments : wrong) {
      // When
      Run run = new Cli(directory, Map.of()).run(arguments);

      // Then
      assertThat(run.code()).as(String.join(" ", arguments)).isEqualTo(2);
      assertThat(run.err()).isNotBlank();
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void versionAndHelpAreAnswered() {
    // When
    Run version = new Cli(directory, Map.of()).run("--version");
    Run help = new Cli(directory, Map.of()).run("call", "--help");

    // Then
    assertThat(version.out()).matches("roost [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\\R");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Examples:", "roost call urn:asap:agent:echo");
  }

  private Cli cli(TestingManagementServer server) {
    return new Cli(directory, Map.of("ROOST_MANAGEMENT", server.url()));
  }

  private static TestingManagementServer server(int status, String route, String answer)
      throws IOException {
    return new TestingManagementServer(status, Map.of(route, answer));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
