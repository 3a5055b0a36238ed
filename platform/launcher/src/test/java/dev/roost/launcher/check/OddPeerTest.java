package dev.roost.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.check.TestingAnswer.Manner;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of peers that are no agents, or strange ones. */
@ExtendWith(VertxExtension.class)
class OddPeerTest {
  private static final String PAGE = "<!doctype html>\n<title>It works</title>";

  private Vertx vertx;

  @BeforeEach
  void keep(Vertx given) {
    vertx = given;
  }

  @Test
  void aRedirectIsToldAndNotFollowed() {
    try (TestingPeer target = TestingPeer.conforming(vertx);
        TestingPeer peer =
            everywhere(
                answer ->
                    answer.status(301).header("Location", target.root() + "/elsewhere").body(""))) {
      // When
      Map<String, String> messages = messages(peer, Checks.all());

      // Then
      assertThat(messages.get("health_status"))
          .isEqualTo(
              "GET /.well-known/asap/health: expected status 200, came status 301 to "
                  + target.root()
                  + "/elsewhere (check that address instead); serve the agent's health there,"
                  + " below the agent's root (the URL without /asap)");
      assertThat(messages.get("state_agent_response")).contains("status 301 to " + target.root());
      assertThat(target.received()).isEmpty();
    }
  }

  @Test
  void aPageOfHtmlIsCalledSo() {
    try (TestingPeer peer =
        everywhere(answer -> answer.status(200).header("Content-Type", "text/html").body(PAGE))) {
      // When
      Map<String, String> messages = messages(peer, Checks.all());

      // Then
      assertThat(messages.get("health_content_type"))
          .contains(
              "expected Content-Type application/json, came text/html with a page of HTML:"
                  + " <!doctype html> <title>It works</title>;");
      assertThat(messages.get("health_schema")).contains("expected JSON, came a page of HTML");
      assertThat(messages.get("state_agent_response")).contains("expected JSON, came a page of");
      assertThat(messages.get("answer_received")).contains("expected JSON, came a page of HTML");
      assertThat(messages.get("stream_content_type"))
          .contains("expected Content-Type text/event-stream, came text/html");
    }
  }

  @Test
  void anEndlessBodyIsCutOff() {
    try (TestingPeer peer =
        everywhere(answer -> answer.status(200).body(PAGE.repeat(1000)).manner(Manner.ENDLESS))) {
      // When
      Map<String, String> messages =
          messages(
              peer,
              List.of(
                  HandshakeChecks.HEALTH_SCHEMA,
                  HandshakeChecks.MANIFEST_JSON,
                  StateChecks.AGENT_RESPONSE));

      // Then
      assertThat(messages.values())
          .hasSize(3)
          .allSatisfy(
              message ->
                  assertThat(message)
                      .contains("expected a whole body, came a body of more than 4 MiB"));
    }
  }

  @Test
  void aPeerThatIsSilentAboutATaskIsNotWaitedForForEver() {
    try (TestingPeer peer =
        new TestingPeer(
            vertx,
            (request, answer) ->
                request.conversation().equals("conv_compliance_sla_01")
                    ? answer.manner(Manner.HUNG)
                    : answer)) {
      // When
      Map<String, String> messages = messages(peer, SlaChecks.all(), 1);

      // Then
      assertThat(messages.get("sla_task_timeout"))
          .startsWith("POST /asap: expected an answer, came none within 1 s;");
      assertThat(messages.get("sla_task_terminal_status"))
          .isEqualTo("not asked, since sla_task_timeout failed");
    }
  }

  @Test
  void aBodyThatNeverEndsIsTold() {
    try (TestingPeer peer =
        new TestingPeer(
            vertx,
            (request, answer) ->
                request.is(TestingRequest.STREAM) || request.is(TestingRequest.HEALTH)
                    ? answer.manner(Manner.LEFT_OPEN)
                    : answer)) {
      // When
      Map<String, String> messages =
          messages(
              peer,
              List.of(
                  HandshakeChecks.HEALTH_SCHEMA, StreamChecks.TERMINAL_CHUNK, StreamChecks.ENDED),
              2);

      // Then
      assertThat(messages.get("health_schema")).contains("came a body that did not end in time");
      assertThat(messages.get("stream_terminal_chunk")).isEqualTo("completed");
      assertThat(messages.get("stream_ended")).contains("came a body that did not end in time");
    }
  }

  @Test
  void aPeerThatNeitherStreamsNorClaimsToIsNotAskedForStreams() {
    try (TestingPeer silent =
            new TestingPeer(vertx, (request, answer) -> mute(request, answer, false));
        TestingPeer boasting =
            new TestingPeer(vertx, (request, answer) -> mute(request, answer, true))) {
      // When
      Report honest = run(silent, StreamChecks.all());
      Report boast = run(boasting, StreamChecks.all());

      // Then
      assertThat(honest.passed()).isTrue();
      assertThat(honest.score()).isEqualTo(new Score(1, 1));
      assertThat(boast.passed()).isFalse();
      assertThat(boast.results().get(0).outcome().message()).contains("text/event-stream");
    }
  }

  private static TestingAnswer mute(TestingRequest request, TestingAnswer answer, boolean claims) {
    if (request.is(TestingRequest.MANIFEST)) {
      return answer.replace("\"streaming\":true", "\"streaming\":" + claims);
    }
    return request.conversation().equals("conv_check_stream")
        ? answer
            .header("Content-Type", "application/json")
            .body(TestingErrors.of(-32012, "No streaming handler"))
        : answer;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "\"text\"",
        "[]",
        "[null,7]",
        "[{},[]]",
        "{}",
        "{\"error\":null}",
        "{\"error\":7,\"result\":7}",
        "{\"error\":{\"code\":\"x\",\"message\":7,\"data\":[]}}",
        "{\"error\":{\"code\":-32000,\"message\":null,\"data\":{\"status_code\":\"401\"}}}",
        "{\"error\":{\"code\":1e999,\"data\":{\"status_code\":401}}}",
        "{\"result\":[]}",
        "{\"result\":{\"envelope\":7}}",
        "{\"result\":{\"envelope\":{\"payload_type\":7,\"payload\":7,\"id\":7}}}",
        "{\"result\":{\"envelope\":{\"payload_type\":\"task.response\",\"payload\":[]}}}",
        "{\"result\":{\"envelope\":{\"payload_type\":\"task.response\",\"payload\":{\"a\":{}}}}}",
        "{\"id\":7,\"capabilities\":7,\"auth\":7,\"endpoints\":7}",
        "{\"capabilities\":{\"asap_version\":7,\"skills\":7},\"auth\":{\"schemes\":7}}",
        "{\"auth\":{\"schemes\":[7,null]},\"manifest\":7,\"signature\":7}",
        "{\"entries\":7,\"status\":[],\"uptime_seconds\":{},\"load\":[]}",
        "data: {}\n\n",
        "data: {\"payload\":{\"final\":true},\"payload_type\":\"TaskStream\"}\n\n",
        "data: 7\n\n",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":1,\"a\":2}",
        "\ufeff{}"
      })
  void nothingThatComesStopsTheRun(String body) {
    try (TestingPeer json = everywhere(answer -> answer.status(200).body(body));
        TestingPeer stream =
            everywhere(
                answer -> answer.status(200).body(body).header("Content-Type", EventStream.TYPE))) {
      // When
      Report asJson = run(json, Checks.all());
      Report asStream = run(stream, Checks.all());

      // Then
      assertThat(asJson.results()).hasSameSizeAs(Checks.all());
      assertThat(asJson.passed()).isFalse();
      assertThat(asStream.passed()).isFalse();
    }
  }

  private TestingPeer everywhere(UnaryOperator<TestingAnswer> change) {
    return new TestingPeer(vertx, (request, answer) -> change.apply(answer));
  }

  private static Map<String, String> messages(TestingPeer peer, List<Check> checks) {
    return messages(run(peer, checks));
  }

  private static Map<String, String> messages(TestingPeer peer, List<Check> checks, int seconds) {
    Peer asked = new Peer(TestingOptions.within(peer.root(), seconds));
    return messages(new CheckRun(asked).run(checks));
  }

  private static Map<String, String> messages(Report report) {
    return report.results().stream()
        .collect(
            Collectors.toMap(
                result -> result.check().name(), result -> result.outcome().message()));
  }

  private static Report run(TestingPeer peer, List<Check> checks) {
    return new CheckRun(new Peer(PeerOptions.of(peer.root()))).run(checks);
  }
}
