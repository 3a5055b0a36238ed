package dev.roost.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.command.Cli;
import dev.roost.launcher.command.Cli.Run;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class CheckCommandTest {
  private static final String TOKEN = "s3cr3t-token";

  @TempDir private Path directory;

  @Test
  void aGoodPeerIsATableAndItsScores(Vertx vertx) {
    try (TestingPeer peer = TestingPeer.conforming(vertx)) {
      // When
      Run run = roost("check", peer.root() + "/");

      // Then
      assertThat(run.code()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(run.out().lines())
          .hasSize(1 + Checks.all().size() + 5)
          .startsWith(
              "CATEGORY    CHECK                             RESULT  MESSAGE",
              "handshake   health_reachable                  passed  status 200")
          .endsWith(
              "",
              "asap-compliance  22/22 passed",
              "harness-v2       12/12 passed",
              "interop          31/31 passed",
              "all              65/65 passed");
    }
  }

  @Test
  void aFailureTellsWhereWhatAndWhatToDo(Vertx vertx) {
    try (TestingPeer peer = withoutManifest(vertx)) {
      // When
      Run run = roost("check", peer.root().toString());

      // Then
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out().lines())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .matches(
                          "handshake +manifest_status +FAILED +GET /.well-known/asap/manifest.json:"
                              + " expected status 200, came status 404 with \\{\"id\":.*; serve"
                              + " the agent's manifest there, .*"))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .matches(
                          "handshake +manifest_json +not checked +not asked, since manifest_status failed"))
          .endsWith(
              "asap-compliance  13/14 passed",
              "harness-v2       12/12 passed",
              "interop          26/26 passed",
              "all              51/52 passed, 13 not checked");
    }
  }

  @Test
  void machinesGetJson(Vertx vertx) {
    try (TestingPeer peer = withoutManifest(vertx)) {
      // When
      Run run = roost("check", peer.root().toString(), "--json", "--category", "handshake,batch");

      // Then
      assertThat(run.code()).isEqualTo(1);
      JsonObject report = new JsonObject(run.out());
      assertThat(report.getString("url")).isEqualTo(peer.root().toString());
      assertThat(report.getBoolean("passed")).isFalse();
      assertThat(report.getJsonArray("categories_run")).containsExactly("handshake", "batch");
      assertThat(report.getJsonObject("scores").getJsonObject("harness-v2"))
          .isEqualTo(new JsonObject("{\"passed\":2,\"total\":2,\"score\":1.0}"));
      assertThat(report.getDouble("score")).isEqualTo(7.0 / 8);
      assertThat(report.getInteger("not_checked")).isEqualTo(8);
      JsonObject failed = report.getJsonArray("checks").getJsonObject(5);
      assertThat(failed.getString("name")).isEqualTo("manifest_status");
      assertThat(failed.getString("category")).isEqualTo("handshake");
      assertThat(failed.getString("result")).isEqualTo("failed");
      assertThat(failed.getBoolean("passed")).isFalse();
      assertThat(failed.getString("asks")).isEqualTo("The manifest answers 200.");
      assertThat(failed.getJsonObject("details").fieldNames())
          .containsExactlyInAnyOrder("where", "expected", "came", "advice");
    }
  }

  @Test
  void checksAreChosenByCategoryAndName(Vertx vertx) {
    try (TestingPeer peer = withoutManifest(vertx)) {
      // When
      Run run =
          roost(
              "check",
              peer.root().toString(),
              "--json",
              "--category",
              "versioning",
              "--category=batch",
              "--skip",
              "batch_empty_rejected,versioning_header_present");

      // Then
      assertThat(run.code()).isZero();
      assertThat(names(run))
          .containsExactly("versioning_incompatible_rejected", "batch_array_response");
    }
  }

  @Test
  void whatACheckNeedsIsAskedEvenIfItIsNotChosen(Vertx vertx) {
    try (TestingPeer peer = withoutManifest(vertx)) {
      // When
      Run run =
          roost(
              "check",
              peer.root().toString(),
              "--category=handshake",
              "--skip=manifest_status,manifest_content_type,manifest_schema,manifest_signature,"
                  + "manifest_parsed,version_reported,version_format,version_compatible");

      // Then
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out()).contains("not checked", "5/5 passed, 1 not checked");
    }
  }

  @Test
  void theSkillAndItsInputAreTheUsers(Vertx vertx) {
    try (TestingPeer peer = TestingPeer.conforming(vertx)) {
      // When
      Run run =
          roost(
              "check",
              peer.root().toString(),
              "--skill=greet",
              "--input={\"name\":\"Ada\"}",
              "--sender=urn:asap:agent:me");

      // Then
      assertThat(run.code()).isZero();
      assertThat(peer.received())
          .filteredOn(request -> !request.conversation().isEmpty())
          .isNotEmpty()
          .allSatisfy(
              request -> {
                JsonObject payload = request.envelope().getJsonObject("payload");
                assertThat(payload.getString("skill_id")).isEqualTo("greet");
                assertThat(payload.getJsonObject("input"))
                    .isEqualTo(new JsonObject("{\"name\":\"Ada\"}"));
                assertThat(request.envelope().getString("sender")).isEqualTo("urn:asap:agent:me");
              });
    }
  }

  @Test
  void theTokenComesFromAFileOrTheEnvironmentAndIsNeverPrinted(Vertx vertx) throws IOException {
    // Given
    Path file = privateFile(TOKEN + "\n");
    try (TestingPeer byFile = reflecting(vertx);
        TestingPeer byVariable = reflecting(vertx)) {

      // When
      Run first = roost("check", byFile.root().toString(), "--token-file", file.toString());
      Run second =
          new Cli(directory, Map.of("ROOST_TOKEN", TOKEN))
              .run("check", byVariable.root().toString(), "--json");

      // Then
      assertThat(tokens(byFile)).contains("Bearer " + TOKEN);
      assertThat(tokens(byVariable)).contains("Bearer " + TOKEN);
      assertThat(first.out()).contains("Bearer ***").doesNotContain(TOKEN);
      assertThat(second.out()).contains("Bearer ***").doesNotContain(TOKEN);
      assertThat(first.err() + second.err()).isEmpty();
    }
  }

  @Test
  void aTokenThatCannotBeOneIsRefusedAndNotPrinted() throws IOException {
    // Given
    Path twoLines = privateFile(TOKEN + "\n" + TOKEN);
    Path open = directory.resolve("open");
    Files.writeString(open, TOKEN);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

    // When
    Run lines = roost("check", "http://127.0.0.1:1", "--token-file", twoLines.toString());
    Run visible = roost("check", "http://127.0.0.1:1", "--token-file", open.toString());
    Run variable =
        new Cli(directory, Map.of("ROOST_TOKEN", TOKEN + " x")).run("check", "http://127.0.0.1:1");

    // Then
    assertThat(List.of(lines, visible, variable))
        .allSatisfy(
            run -> {
              assertThat(run.code()).isEqualTo(2);
              assertThat(run.out() + run.err()).doesNotContain(TOKEN);
            });
    assertThat(lines.err()).contains("--token-file: a token is one line");
    assertThat(visible.err()).contains("chmod 600");
    assertThat(variable.err()).contains("ROOST_TOKEN: a token is one line");
  }

  @Test
  void whatAPeerSaysCannotSteerTheTerminal(Vertx vertx) {
    // Given
    try (TestingPeer peer =
        new TestingPeer(
            vertx, (request, answer) -> answer.status(418).body("\u001b[31mred\u202e"))) {

      // When
      Run human = roost("check", peer.root().toString());
      Run machine = roost("check", peer.root().toString(), "--json");

      // Then
      assertThat(human.out()).contains("came status 418 with ?[31mred?");
      assertThat(machine.out()).contains("\\u001B[31mred\\u202e");
    }
  }

  @Test
  void whereNobodyAnswersThatIsSaid() throws IOException {
    // Given
    URI root = URI.create("http://127.0.0.1:" + closedPort());

    // When
    Run human = roost("check", root.toString());
    Run machine = roost("check", root.toString(), "--json");

    // Then
    assertThat(human.code()).isEqualTo(2);
    assertThat(human.out()).isEmpty();
    assertThat(human.err().strip())
        .isEqualTo(
            "No agent can be asked at "
                + root
                + ": there is a refused connection. Is it running, and is that its address?");
    assertThat(machine.code()).isEqualTo(2);
    assertThat(machine.out()).isEmpty();
    assertThat(new JsonObject(machine.err()).getJsonObject("error").getString("message"))
        .startsWith("No agent can be asked at");
  }

  @Test
  void usageErrorsSayWhatWouldBeRight() {
    assertUsage("URL", "check");
    assertUsage("a URL such as http://127.0.0.1:8080, not localhost:8080", "localhost:8080");
    assertUsage("a URL such as http://127.0.0.1:8080, not ftp://a/b", "ftp://a/b");
    assertUsage("a URL such as http://127.0.0.1:8080, not http://", "http://");
    assertUsage("a URL such as http://127.0.0.1:8080, not http://a?b", "http://a?b");
    assertUsage("No credentials in the URL", "http://me:pass@127.0.0.1");
    assertUsage("--timeout is 1 to 3600 seconds, not 0", "http://a", "--timeout=0");
    assertUsage("--input must be a JSON object", "http://a", "--input=[1]");
    assertUsage("--sender: not an agent URN", "http://a", "--sender=me");
    assertUsage("there is no 'speed'; there are: handshake, state", "http://a", "--category=speed");
    assertUsage("there is no 'x'; there are: health_reachable,", "http://a", "--skip=x");
    assertUsage("No check is left", "http://a", "--category=sla", "--skip", slaNames());
    assertUsage("there is no file", "http://a", "--token-file=absent");
  }

  private void assertUsage(String message, String... arguments) {
    // When
    String[] all = new String[arguments.length + 1];
    all[0] = "check";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Run run = arguments[0].equals("check") ? roost("check") : roost(all);

    // Then
    assertThat(run.code()).as(String.join(" ", arguments)).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain("pass@");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void helpTellsOfIt() {
    // When
    Run all = roost("--help");
    Run own = roost("check", "--help");

    // Then
    assertThat(all.out())
        .contains("check", "whether it is a good ASAP peer", "roost check http://");
    assertThat(own.out())
        .contains("--timeout", "--category", "--skip", "--skill", "--token-file", "ROOST_TOKEN")
        .contains("Exit codes: 0 (all passed), 1 (a check failed), 2 (");
  }

  private Run roost(String... arguments) {
    return new Cli(directory, Map.of()).run(arguments);
  }

  private static TestingPeer withoutManifest(Vertx vertx) {
    return new TestingPeer(
        vertx,
        (request, answer) -> request.is(TestingRequest.MANIFEST) ? answer.status(404) : answer);
  }

  /** Says in each error what it was shown. */
  private static TestingPeer reflecting(Vertx vertx) {
    return new TestingPeer(
        vertx,
        (request, answer) ->
            answer.status(500).body("seen: " + request.headers().get("Authorization")));
  }

  private static List<String> tokens(TestingPeer peer) {
    return peer.received().stream()
        .map(request -> String.valueOf(request.headers().get("Authorization")))
        .toList();
  }

  private static List<String> names(Run run) {
    JsonArray checks = new JsonObject(run.out()).getJsonArray("checks");
    return checks.stream().map(check -> ((JsonObject) check).getString("name")).toList();
  }

  private static String slaNames() {
    return String.join(",", SlaChecks.all().stream().map(Check::name).toList());
  }

  private Path privateFile(String content) throws IOException {
    Path file = directory.resolve("token");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
