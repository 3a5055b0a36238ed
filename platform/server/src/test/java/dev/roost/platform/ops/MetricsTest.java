package dev.roost.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {
  private final TestNode node = TestNode.start();

  @AfterEach
  void stop() {
    node.close();
  }

  private String scrape() {
    return node.get("/asap/metrics").text();
  }

  /** The value of a sample, written as it stands in the text; 0 if it is not there. */
  private double sample(String name) {
    Matcher line =
        Pattern.compile("^" + Pattern.quote(name) + " (\\S+)$", Pattern.MULTILINE)
            .matcher(scrape());
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }

  @Test
  void theTextIsOfTheClassicForm() {
    // When
    Wire.Answer answer = node.get("/asap/metrics");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(node.get("/agents/echo/asap/metrics").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "asap_requests_total,counter",
    "asap_requests_success_total,counter",
    "asap_requests_error_total,counter",
    "asap_thread_pool_exhausted_total,counter",
    "asap_handler_executions_total,counter",
    "asap_handler_errors_total,counter",
    "asap_parse_errors_total,counter",
    "asap_auth_failures_total,counter",
    "asap_validation_errors_total,counter",
    "asap_invalid_timestamp_total,counter",
    "asap_invalid_nonce_total,counter",
    "asap_sender_mismatch_total,counter",
    "asap_request_duration_seconds,histogram",
    "asap_handler_duration_seconds,histogram",
    "asap_process_uptime_seconds,gauge",
    "roost_tasks_live,gauge",
    "roost_agents,gauge",
    "asap_state_transitions_total,counter",
    "roost_idempotency_keys,gauge",
    "roost_idempotency_evictions_total,counter"
  })
  void aMeterHasItsTypeAndADescription(String name, String type) {
    // Given
    node.post("not json");

    // When
    String text = scrape();

    // Then
    assertThat(text).contains("# TYPE " + name + " " + type + "\n");
    assertThat(text).containsPattern("# HELP " + name + " \\S+");
  }

  @Test
  void everyMeterHasADescription() {
    // Given
    node.post(Requests.echo());
    node.post("not json");

    // When / Then
    assertThat(scrape().lines().filter(line -> line.startsWith("# HELP")))
        .isNotEmpty()
        .allMatch(line -> line.matches("# HELP \\S+ \\S.*"));
  }

  @Test
  void answersAreCountedByTypeAndOutcome() {
    // When
    node.post(Requests.echo());
    node.post(Requests.echo());
    node.post(Requests.ask(TestNode.TROUBLE, "crash"));

    // Then
    String type = "{payload_type=\"task.request\"";
    assertThat(sample("asap_requests_total" + type + ",status=\"success\"}")).isEqualTo(2);
    assertThat(sample("asap_requests_total" + type + ",status=\"error\"}")).isEqualTo(1);
    assertThat(sample("asap_requests_success_total" + type + "}")).isEqualTo(2);
    assertThat(
            sample(
                "asap_requests_error_total{error_type=\"internal_error\",payload_type=\"task.request\"}"))
        .isEqualTo(1);
    assertThat(sample("asap_handler_executions_total" + type + "}")).isEqualTo(3);
    assertThat(sample("asap_handler_errors_total" + type + "}")).isEqualTo(1);
    assertThat(sample("asap_request_duration_seconds_count" + type + "}")).isEqualTo(3);
    assertThat(sample("asap_request_duration_seconds_bucket" + type + ",le=\"10.0\"}"))
        .isEqualTo(3);
    assertThat(sample("asap_handler_duration_seconds_count" + type + "}")).isEqualTo(3);
  }

  @Test
  void bucketsAreTheReferences() {
    // When
    List<String> bounds =
        Pattern.compile(
                "asap_request_duration_seconds_bucket\\{payload_type=\"other\",le=\"([^\"]+)\"}")
            .matcher(scrape())
            .results()
            .map(found -> found.group(1))
            .toList();

    // Then
    assertThat(bounds)
        .containsExactly(
            "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0",
            "+Inf");
  }

  @Test
  void typesOfCallersOwnAreOneLabel() {
    // When
    for (int i = 0; i < 20; i++) {
      JsonObject envelope = Requests.envelope(TestNode.ECHO, "echo");
      envelope.put("payload_type", "mine." + i).put("payload", new JsonObject());
      node.post(Requests.around(envelope).encode());
    }

    // Then
    assertThat(
            sample(
                "asap_requests_error_total{error_type=\"handler_not_found\",payload_type=\"other\"}"))
        .isEqualTo(20);
    assertThat(scrape()).doesNotContain("mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json|parse_error|asap_parse_errors_total",
        "1|invalid_request|asap_validation_errors_total{reason=\"invalid_request\"}",
        "{\"method\":\"asap.send\",\"params\":{},\"id\":1}|missing_envelope|asap_validation_errors_total{reason=\"missing_envelope\"}",
        "{\"method\":\"asap.send\",\"params\":{\"envelope\":1},\"id\":1}|invalid_envelope|asap_validation_errors_total{reason=\"invalid_envelope\"}",
        "{\"method\":\"asap.send\",\"params\":{\"envelope\":{}},\"id\":1}|invalid_envelope|asap_validation_errors_total{reason=\"invalid_envelope\"}",
        "{\"method\":\"asap.send\",\"params\":[],\"id\":1}|invalid_params|asap_validation_errors_total{reason=\"invalid_params\"}"
      })
  void errorsAreCountedByKind(String body, String kind, String counter) {
    // Given
    String byKind = "asap_requests_error_total{error_type=\"" + kind + "\",payload_type=\"other\"}";

    // When
    node.post(body);

    // Then
    assertThat(sample(byKind)).isEqualTo(1);
    assertThat(sample(counter)).isEqualTo(1);
  }

  @Test
  void staleEnvelopesAreCounted() {
    // When
    node.post(
        Requests.around(
                Requests.envelope(TestNode.ECHO, "echo").put("timestamp", "2020-01-01T00:00:00Z"))
            .encode());

    // Then
    assertThat(sample("asap_invalid_timestamp_total")).isEqualTo(1);
  }

  @Test
  void refusalsByTheRateLimitAreCounted() {
    try (TestNode limited = TestNode.with().rateLimit("1/day").start()) {
      // When
      limited.post(Requests.echo());
      limited.post(Requests.echo());

      // Then
      assertThat(limited.get("/asap/metrics").text())
          .contains(
              "asap_requests_error_total{error_type=\"rate_limited\",payload_type=\"other\"} 1");
    }
  }

  @Test
  void liveTasksAndAgentsAreGauges() {
    assertThat(sample("roost_agents")).isEqualTo(2);
    assertThat(sample("roost_tasks_live")).isZero();
    assertThat(sample("asap_process_uptime_seconds")).isPositive();
  }

  @Test
  void tasksAndKeysAreCounted() {
    // When
    node.post(Requests.echo(), "X-Idempotency-Key: key-1");
    node.post(Requests.echo(), "X-Idempotency-Key: key-2");

    // Then
    assertThat(sample("asap_state_transitions_total")).isEqualTo(4);
    assertThat(sample("roost_idempotency_keys")).isEqualTo(2);
    assertThat(sample("roost_idempotency_evictions_total")).isZero();
  }
}
