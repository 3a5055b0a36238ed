package dev.roost.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import dev.roost.platform.ledger.LedgerConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage that others have measured, and all of it in one answer. */
class UsageRoutesTest {
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.with().ledger(new LedgerConfig(true, Duration.ofDays(90), false)).start();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Wire.Answer get(String path) {
    try (Wire wire = Wire.to(node.managementPort())) {
      return wire.request("GET", path, new byte[0]).readChunked();
    }
  }

  private Wire.Answer post(String path, JsonObject body) {
    return post(path, body.encode());
  }

  private Wire.Answer post(String path, String body) {
    try (Wire wire = Wire.to(node.managementPort())) {
      return wire.request("POST", path, body.getBytes(StandardCharsets.UTF_8)).read();
    }
  }

  private static JsonObject event(String agent, String consumer, Instant time) {
    return new JsonObject()
        .put("task_id", "t1")
        .put("agent_id", agent)
        .put("consumer_id", consumer)
        .put("tokens_in", 3)
        .put("tokens_out", 4)
        .put("duration_ms", 10)
        .put("timestamp", time.toString());
  }

  @Test
  void whatWasMeasuredElsewhereIsRecorded() {
    // Given
    Instant now = Instant.now();

    // When
    Wire.Answer one = post("/usage", event("a", "x", now));
    Wire.Answer two =
        post(
            "/usage/batch",
            new JsonObject()
                .put(
                    "events", new JsonArray().add(event("a", "y", now)).add(event("b", "x", now))));

    // Then
    assertThat(one.status()).isEqualTo(201);
    assertThat(one.json())
        .isEqualTo(new JsonObject().put("status", "recorded").put("task_id", "t1"));
    assertThat(two.status()).isEqualTo(201);
    assertThat(two.json().getInteger("count")).isEqualTo(2);
    assertThat(two.json().getJsonArray("task_ids")).containsExactly("t1", "t1");
    assertThat(get("/usage/agents").json().getJsonArray("data")).containsExactly("a", "b");
    assertThat(get("/usage/consumers").json().getJsonArray("data")).containsExactly("x", "y");
    JsonObject summary = get("/usage/summary?agent_id=a&period=hour").json();
    assertThat(summary.getInteger("total_tasks")).isEqualTo(2);
    assertThat(summary.getInteger("total_tokens")).isEqualTo(14);
    assertThat(summary.getDouble("avg_tokens_per_task")).isEqualTo(7.0);
    assertThat(summary.getInteger("unique_consumers")).isEqualTo(2);
    assertThat(get("/usage/summary?agent_id=z").json().getInteger("total_tasks")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/usage | [1] | the body must be a JSON object",
        "/usage | {\"task_id\":\"t\" | the body must be a JSON object",
        "/usage | {} | /task_id must be a text",
        "/usage | {\"task\":\"t\"} | /task is unknown; there are task_id, agent_id",
        "/usage/batch | {\"events\":[]} | /events must be a list of 1 to 1000",
        "/usage/batch | {\"events\":[7]} | /events/0 must be an object",
      })
  void whatIsNoUsageIsToldByItsPlace(String path, String body, String detail) {
    // When
    Wire.Answer answer = post(path, body);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("detail")).startsWith(detail);
    assertThat(get("/usage/stats").json().getInteger("total_events")).isZero();
  }

  @Test
  void aBatchIsKeptAsAWholeOrNotAtAll() {
    // Given
    JsonObject good = event("a", "x", Instant.now());
    JsonObject bad = good.copy().put("tokens_in", -1);
    JsonObject batch = new JsonObject().put("events", new JsonArray().add(good).add(bad));

    // When
    Wire.Answer answer = post("/usage/batch", batch);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("detail")).startsWith("/events/1/tokens_in must be");
    assertThat(get("/usage/stats").json().getInteger("total_events")).isZero();
  }

  @Test
  void validatingKeepsNothing() {
    // Given
    JsonObject good = event("a", "x", Instant.now());

    // When
    JsonObject valid = post("/usage/validate", good).json();
    JsonObject invalid = post("/usage/validate", good.copy().put("timestamp", "today")).json();

    // Then
    assertThat(valid).isEqualTo(new JsonObject().put("valid", true));
    assertThat(invalid.getBoolean("valid")).isFalse();
    assertThat(invalid.getString("detail")).startsWith("/timestamp must be a time");
    assertThat(get("/usage/stats").json().getInteger("total_events")).isZero();
  }

  @Test
  void whatIsOldIsPurged() {
    // Given
    Instant old = Instant.parse("2020-01-02T03:04:05Z");
    post("/usage", event("a", "x", old));
    post("/usage", event("a", "x", Instant.now()));
    assertThat(get("/usage/stats").json().getString("oldest_timestamp")).isEqualTo(old.toString());

    // When
    JsonObject purged = post("/usage/purge", new JsonObject()).json();

    // Then
    assertThat(purged).isEqualTo(new JsonObject().put("status", "purged").put("removed", 1));
    assertThat(get("/usage/stats").json().getInteger("total_events")).isEqualTo(1);
  }

  private void record(int count) {
    JsonArray events = new JsonArray();
    IntStream.range(0, count).forEach(i -> events.add(event("a", "x" + i, Instant.now())));
    assertThat(post("/usage/batch", new JsonObject().put("events", events)).status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({"450,100000,450", "450,400,400", "200,100000,200", "3,1,1", "0,5,0"})
  void anExportHasThemAllPageBehindPage(int recorded, int limit, int exported) {
    // Given
    if (recorded > 0) {
      record(recorded);
    }

    // When
    JsonObject json = get("/usage/export?limit=" + limit).json();
    String csv = get("/usage/export?export_format=csv&limit=" + limit).text();

    // Then
    assertThat(json.getInteger("count")).isEqualTo(exported);
    assertThat(json.getJsonArray("data")).hasSize(exported);
    assertThat(json.getJsonArray("data").stream().distinct()).hasSize(exported);
    assertThat(csv.lines()).hasSize(exported + 1);
  }

  @Test
  void aTableHasNoFormulas() {
    // Given
    Instant time = Instant.parse("2026-03-04T05:06:07Z");
    JsonObject formula = event("=HYPERLINK(\"http://x\",\"y\")", "-2+3", Instant.now());
    post("/usage", formula.put("timestamp", time.toString()).put("task_id", "a,b"));

    // When
    Wire.Answer csv = get("/usage/export?export_format=csv");

    // Then
    assertThat(csv.text())
        .isEqualTo(
            "task_id,agent_id,consumer_id,tokens_in,tokens_out,duration_ms,api_calls,timestamp\r\n"
                + "\"a,b\",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",'-2+3,3,4,10,0,"
                + "2026-03-04T05:06:07Z\r\n");
    assertThat(csv.header("content-type")).isEqualTo("text/csv; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usage/export?limit=100001",
        "/usage/export?export_format=xml",
        "/usage/summary?period=year"
      })
  void whatIsAskedWrongIsToldByName(String path) {
    // When
    Wire.Answer answer = get(path);

    // Then
    String parameter = path.substring(path.indexOf('?') + 1, path.indexOf('='));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("detail")).startsWith(parameter + " is ");
  }

  @Test
  void withoutRecordingNothingIsTaken() {
    // Given
    node.close();
    node = TestNode.start();

    // When
    Wire.Answer posted = post("/usage", event("a", "x", Instant.now()));

    // Then
    assertThat(posted.status()).isEqualTo(404);
    assertThat(posted.json().getString("detail")).isEqualTo("usage not configured");
    assertThat(get("/usage/export").status()).isEqualTo(404);
  }
}
