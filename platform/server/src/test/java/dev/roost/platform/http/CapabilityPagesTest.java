package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.agent.AgentSpec;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityPagesTest {
  private static final String LIST = "/asap/capability/list";
  private static final String DESCRIBE = "/asap/capability/describe";
  private static final String TROUBLE = "/agents/test.trouble";
  private static final JsonObject IN = new JsonObject().put("type", "object");
  private static final JsonObject OUT = new JsonObject().put("type", "object").put("title", "Out");
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
    AgentSpec typed =
        AgentSpec.builder("urn:asap:agent:typed")
            .skill(
                new Skill("add", "Adds", IN, OUT), task -> Future.succeededFuture(new JsonObject()))
            .build();
    node.add(typed, ThreadingModel.EVENT_LOOP);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static List<String> names(JsonObject page) {
    return page.getJsonArray("capabilities").stream()
        .map(entry -> ((JsonObject) entry).getString("name"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {LIST, "/asap" + LIST, "/agents/echo" + LIST, "/agents/echo/asap" + LIST})
  void theSkillsOfAnAgentAreItsCapabilities(String path) {
    // When
    Wire.Answer answer = node.get(path);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("asap-version")).isEqualTo("2.2");
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put(
                    "capabilities",
                    new JsonArray()
                        .add(new JsonObject().put("name", "echo").put("description", "Repeats"))));
  }

  @Test
  void pagesFollowEachOther() {
    // When
    JsonObject first = node.get(TROUBLE + LIST + "?limit=2").json();
    JsonObject second = node.get(TROUBLE + LIST + "?cursor=2&limit=2").json();
    JsonObject last = node.get(TROUBLE + LIST + "?cursor=4&limit=2").json();
    JsonObject beyond = node.get(TROUBLE + LIST + "?cursor=2147483647&limit=1000").json();

    // Then
    assertThat(names(first)).containsExactly("echo", "refuse");
    assertThat(first.getValue("next_cursor")).isEqualTo(2);
    assertThat(names(second)).containsExactly("crash", "fail");
    assertThat(second.getValue("next_cursor")).isEqualTo(4);
    assertThat(names(last)).containsExactly("wait");
    assertThat(last.containsKey("next_cursor")).isFalse();
    assertThat(names(beyond)).isEmpty();
    assertThat(beyond.containsKey("next_cursor")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"FAIL,fail", "gate,wait", "at%20the%20G,wait", "no+such,"})
  void aQueryIsSoughtInNamesAndDescriptions(String query, String name) {
    // When
    JsonObject page = node.get(TROUBLE + LIST + "?limit=1&query=" + query).json();

    // Then
    assertThat(names(page)).isEqualTo(name == null ? List.of() : List.of(name));
    assertThat(page.containsKey("next_cursor")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit must be an integer from 1 to 1000",
    "limit=1001, limit must be an integer from 1 to 1000",
    "limit=many, limit must be an integer from 1 to 1000",
    "limit=, limit must be an integer from 1 to 1000",
    "cursor=-1, cursor must be an integer from 0 to 2147483647",
    "cursor=2147483648, cursor must be an integer from 0 to 2147483647",
    "cursor=1.5, cursor must be an integer from 0 to 2147483647"
  })
  void aNumberThatDoesNotFitIsSaidToBeOne(String query, String fault) {
    // When
    Wire.Answer answer = node.get(LIST + "?" + query);

    // Then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json()).isEqualTo(new JsonObject().put("detail", "Query parameter " + fault));
  }

  @Test
  void aQueryThatCannotBeDecoded() {
    assertThat(node.get(LIST + "?query=%zz").status()).isEqualTo(400);
    assertThat(node.get(LIST + "?query=%zz").json().getString("detail")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {DESCRIBE, "/asap" + DESCRIBE})
  void aCapabilityIsDescribedWithItsSchemas(String path) {
    // When
    Wire.Answer plain = node.get(path + "?name=echo");
    Wire.Answer typed = node.get("/agents/typed" + path + "?name=add");

    // Then
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.json())
        .isEqualTo(
            new JsonObject()
                .put("name", "echo")
                .put("description", "Repeats")
                .put("durable", false));
    assertThat(typed.json())
        .isEqualTo(
            new JsonObject()
                .put("name", "add")
                .put("description", "Adds")
                .put("input_schema", IN)
                .put("output_schema", OUT)
                .put("durable", false));
  }

  @ParameterizedTest
  @CsvSource({"?name=nothing,404", "'',422", "?name=,422"})
  void aCapabilityThatCannotBeDescribed(String query, int status) {
    // When
    Wire.Answer answer = node.get(DESCRIBE + query);

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().getString("detail")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {LIST, DESCRIBE, "/asap" + LIST, "/asap" + DESCRIBE})
  void anAgentThatIsNotThereHasNone(String path) {
    // When
    Wire.Answer answer = node.get("/agents/nobody" + path + "?name=echo");

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().getString("detail")).contains("nobody", TestNode.ECHO);
  }

  @ParameterizedTest
  @ValueSource(strings = {LIST, "/asap" + LIST, DESCRIBE + "?name=echo", DESCRIBE + "?name=x"})
  void headSaysWhatGetWould(String path) {
    try (Wire wire = node.connect()) {
      // When
      Wire.Answer get = wire.request("GET", path, new byte[0]).read();
      Wire.Answer head = wire.request("HEAD", path, new byte[0]).readHead();

      // Then
      assertThat(head.status()).isEqualTo(get.status());
      assertThat(head.header("content-length")).isEqualTo(String.valueOf(get.body().length));
      assertThat(wire.request("GET", "/health", new byte[0]).read().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LIST, DESCRIBE, "/agents/echo" + LIST})
  void anotherMethodIsNotAllowed(String path) {
    try (Wire wire = node.connect()) {
      assertThat(wire.request("POST", path, new byte[0]).read().status()).isEqualTo(405);
    }
  }
}
