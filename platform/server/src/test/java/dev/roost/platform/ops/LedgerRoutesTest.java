package dev.roost.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import dev.roost.platform.ledger.LedgerConfig;
import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerRoutesTest {
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.with().ledger(new LedgerConfig(true, Duration.ofDays(90), true)).start();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Wire.Answer ask(String method, String path) {
    try (Wire wire = Wire.to(node.managementPort())) {
      return wire.request(method, path, new byte[0]).read();
    }
  }

  private Wire.Answer get(String path) {
    return ask("GET", path);
  }

  private void callTwice() {
    try (Wire wire = Wire.to(node.port())) {
      wire.post(Requests.echo()).read();
      wire.post(Requests.echo()).read();
    }
    TestPlatform.get(node.ledger().flush());
  }

  @Test
  void usageIsListed() {
    // Given
    callTwice();

    // When
    JsonObject usage = get("/usage?agent_id=" + TestNode.ECHO + "&limit=1").json();

    // Then
    assertThat(usage.getInteger("count")).isEqualTo(1);
    JsonObject event = usage.getJsonArray("data").getJsonObject(0);
    assertThat(event.getString("agent_id")).isEqualTo(TestNode.ECHO);
    assertThat(event.getString("task_id")).startsWith("task_");
    assertThat(event.fieldNames())
        .containsExactly(
            "task_id",
            "agent_id",
            "consumer_id",
            "tokens_in",
            "tokens_out",
            "duration_ms",
            "api_calls",
            "timestamp");
    assertThat(get("/usage?agent_id=urn:asap:agent:other").json().getInteger("count")).isZero();
    assertThat(get("/usage/stats").json().getInteger("total_events")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"agent,agent_id", "consumer,consumer_id", "day,day", "week,week"})
  void usageIsAddedUp(String grouping, String key) {
    // Given
    callTwice();

    // When
    JsonObject sums = get("/usage/aggregate?group_by=" + grouping).json();

    // Then
    assertThat(sums.getString("group_by")).isEqualTo(grouping);
    JsonArray data = sums.getJsonArray("data");
    assertThat(data).hasSize(1);
    assertThat(data.getJsonObject(0).getString(key)).isNotEmpty();
    assertThat(data.getJsonObject(0).getInteger("total_tasks")).isEqualTo(2);
    assertThat(data.getJsonObject(0).getInteger("unique_agents")).isEqualTo(1);
  }

  @Test
  void theAuditLogIsListedAndItsChainHolds() {
    // Given
    callTwice();

    // When
    JsonObject log = get("/audit").json();

    // Then
    assertThat(log.getInteger("count")).isEqualTo(2);
    JsonObject first = log.getJsonArray("entries").getJsonObject(0);
    JsonObject second = log.getJsonArray("entries").getJsonObject(1);
    assertThat(first.getString("operation")).isEqualTo("task.request");
    assertThat(first.getString("timestamp")).endsWith("+00:00");
    assertThat(first.getString("prev_hash")).isEmpty();
    assertThat(second.getString("prev_hash")).isEqualTo(first.getString("hash"));
    JsonObject verified = ask("POST", "/api/audit/verify").json();
    assertThat(verified.getInteger("last")).isEqualTo(2);
    assertThat(verified.getValue("broken")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usage?limit=0",
        "/usage?limit=1001",
        "/usage?limit=ten",
        "/usage?offset=-1",
        "/usage?start=yesterday",
        "/usage/aggregate?group_by=moon",
        "/audit?limit=-1",
        "/audit?end=2026-13-01T00:00:00Z",
      })
  void whatIsAskedWrongIsToldByName(String path) {
    // When
    Wire.Answer answer = get(path);

    // Then
    String parameter = path.substring(path.indexOf('?') + 1, path.indexOf('='));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("detail")).startsWith(parameter + " is ");
  }

  @ParameterizedTest
  @CsvSource({"/usage,usage", "/usage/aggregate,usage", "/audit,audit"})
  void whatIsNotWrittenDownIsNotThere(String path, String what) {
    // Given
    node.close();
    node = TestNode.start();

    // When
    Wire.Answer answer = get(path);

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().getString("detail")).isEqualTo(what + " not configured");
  }
}
