package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the protocol's error table that concern the form of a request. */
class ErrorTableTest {
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Wire.Answer assertError(
      Wire.Answer answer, int code, String message, Object id, JsonObject data) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("asap-version")).isEqualTo("2.2");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put("jsonrpc", "2.0")
                .put(
                    "error",
                    new JsonObject().put("code", code).put("message", message).put("data", data))
                .put("id", id));
    return answer;
  }

  private static JsonObject fault(String type, String msg, Object... loc) {
    return new JsonObject()
        .put("type", type)
        .put("loc", new JsonArray(java.util.List.of(loc)))
        .put("msg", msg);
  }

  private static JsonObject structure(JsonObject... faults) {
    return new JsonObject()
        .put("error", "Invalid JSON-RPC structure")
        .put("validation_errors", new JsonArray(java.util.List.of(faults)));
  }

  private static String changed(Consumer<JsonObject> change) {
    JsonObject request = Requests.around(Requests.envelope(TestNode.ECHO, "echo"));
    change.accept(request);
    return request.encode();
  }

  private static String changedEnvelope(Consumer<JsonObject> change) {
    JsonObject envelope = Requests.envelope(TestNode.ECHO, "echo");
    change.accept(envelope);
    return Requests.around(envelope).encode();
  }

  @Test
  void aGoodRequestIsAnswered() {
    // When
    Wire.Answer answer = node.post(Requests.echo());

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("asap-version")).isEqualTo("2.2");
    assertThat(answer.text()).startsWith("{\"jsonrpc\":\"2.0\",\"result\":{\"envelope\":{");
    assertThat(answer.text()).endsWith(",\"id\":\"req-1\"}");
    assertThat(answer.json().containsKey("error")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "", "{", "{\"a\":1,}", "[1,2", "{} {}"})
  void whatIsNotJsonIsAParseError(String text) {
    // When
    Wire.Answer answer = node.post(text);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("asap-version")).isEqualTo("2.2");
    assertThat(answer.error().getInteger("code")).isEqualTo(-32700);
    assertThat(answer.error().getString("message")).isEqualTo("Parse error");
    assertThat(answer.error().getJsonObject("data").fieldNames()).containsExactly("error");
    assertThat(answer.error().getJsonObject("data").getString("error"))
        .startsWith("Invalid JSON: ");
    assertThat(answer.json().getValue("id")).isNull();
  }

  @Test
  void whatIsNotUtf8IsAParseError() {
    // Given
    byte[] latin1 = Requests.echo().replace("req-1", "é").getBytes(StandardCharsets.ISO_8859_1);

    // When
    Wire.Answer answer = node.post(latin1);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32700);
    assertThat(answer.error().getJsonObject("data").getString("error"))
        .startsWith("Invalid UTF-8 encoding: ");
    assertThat(answer.json().getValue("id")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"'\"x\"',str", "1,int", "1.5,float", "true,bool", "null,NoneType"})
  void aScalarIsAnInvalidRequest(String text, String type) {
    // When / Then
    assertError(
        node.post(text),
        -32600,
        "Invalid request",
        null,
        new JsonObject()
            .put("error", "JSON-RPC request must be an object")
            .put("received_type", type));
  }

  @Test
  void everyBadMemberIsNamed() {
    assertError(
        node.post(changed(request -> request.put("jsonrpc", "1.0"))),
        -32600,
        "Invalid request",
        "req-1",
        structure(fault("literal_error", "Input should be '2.0'", "jsonrpc")));
    assertError(
        node.post(changed(request -> request.put("method", 5))),
        -32600,
        "Invalid request",
        "req-1",
        structure(fault("string_type", "Input should be a valid string", "method")));
    assertError(
        node.post(changed(request -> request.remove("method"))),
        -32600,
        "Invalid request",
        "req-1",
        structure(fault("missing", "Field required", "method")));
    assertError(
        node.post(changed(request -> request.remove("params"))),
        -32600,
        "Invalid request",
        "req-1",
        structure(fault("missing", "Field required", "params")));
    assertError(
        node.post(changed(request -> request.put("extra", new JsonObject()))),
        -32600,
        "Invalid request",
        "req-1",
        structure(fault("extra_forbidden", "Extra inputs are not permitted", "extra")));
  }

  @Test
  void severalBadMembersAreAllNamed() {
    // When
    Wire.Answer answer = node.post("{\"jsonrpc\":\"1.0\",\"method\":1,\"id\":7}");

    // Then
    assertError(
        answer,
        -32600,
        "Invalid request",
        7,
        structure(
            fault("literal_error", "Input should be '2.0'", "jsonrpc"),
            fault("string_type", "Input should be a valid string", "method"),
            fault("missing", "Field required", "params")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]", "1.5", "true", "{\"a\":[1]}"})
  void anIdOfAnotherKindIsAnInvalidRequestWithoutId(String id) {
    // Given
    String text = Requests.echo().replace("\"req-1\"", id);

    // When / Then
    assertError(
        node.post(text),
        -32600,
        "Invalid request",
        null,
        structure(fault("string_type", "Input should be a valid string or integer", "id")));
  }

  @Test
  void aNotificationIsRefused() {
    assertError(
        node.post(changed(request -> request.remove("id"))),
        -32600,
        "Invalid request",
        null,
        structure(fault("missing", "Field required", "id")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-7", "9007199254740993", "\"\"", "\"ü\""})
  void anIdComesBackAsItWas(String id) {
    // When
    Wire.Answer answer = node.post(Requests.echo().replace("\"req-1\"", id));

    // Then
    assertThat(answer.text()).contains("\"result\"").endsWith("\"id\":" + id + "}");
  }

  @Test
  void anAbsentJsonrpcMemberIsForgiven() {
    assertThat(node.post(changed(request -> request.remove("jsonrpc"))).json().getValue("result"))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "\"x\"", "5"})
  void paramsMustBeAnObject(String params) {
    // When / Then
    assertError(
        node.post(
            "{\"jsonrpc\":\"2.0\",\"method\":\"asap.send\",\"params\":" + params + ",\"id\":1}"),
        -32602,
        "Invalid params",
        1,
        new JsonObject()
            .put("error", "JSON-RPC 'params' must be an object")
            .put(
                "validation_errors",
                new JsonArray()
                    .add(fault("dict_type", "Input should be a valid dictionary", "params"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"envelope\":5}", "{\"envelope\":{\"sender\":\"x\"}}"})
  void anotherMethodIsNotFoundWhateverItsParams(String params) {
    // When / Then
    assertError(
        node.post(
            "{\"jsonrpc\":\"2.0\",\"method\":\"nonexistent.method\",\"params\":"
                + params
                + ",\"id\":\"m\"}"),
        -32601,
        "Method not found",
        "m",
        new JsonObject().put("method", "nonexistent.method"));
  }

  @Test
  void anEnvelopeMustBeThere() {
    assertError(
        node.post("{\"jsonrpc\":\"2.0\",\"method\":\"asap.send\",\"params\":{},\"id\":1}"),
        -32602,
        "Invalid params",
        1,
        new JsonObject().put("error", "Missing 'envelope' in params"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"x\"", "1", "false"})
  void anEnvelopeMustBeAnObject(String envelope) {
    assertError(
        node.post(
            "{\"jsonrpc\":\"2.0\",\"method\":\"asap.send\",\"params\":{\"envelope\":"
                + envelope
                + "},\"id\":1}"),
        -32602,
        "Invalid params",
        1,
        new JsonObject().put("error", "'envelope' must be a JSON object"));
  }

  @Test
  void faultsOfAnEnvelopeAreNamedWithoutItsContent() {
    // Given
    String text =
        changedEnvelope(
            envelope -> {
              envelope.put("sender", "my secret").put("unknown", 1);
              envelope.remove("asap_version");
            });

    // When
    Wire.Answer answer = node.post(text);

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
    assertThat(answer.error().getString("message")).isEqualTo("Invalid params");
    JsonObject data = answer.error().getJsonObject("data");
    assertThat(data.getString("error")).isEqualTo("Invalid envelope structure");
    JsonArray faults = data.getJsonArray("validation_errors");
    assertThat(faults.stream().map(f -> ((JsonObject) f).getJsonArray("loc").getString(0)))
        .containsExactlyInAnyOrder("sender", "unknown", "asap_version");
    assertThat(faults.stream().map(f -> ((JsonObject) f).fieldNames()))
        .allMatch(names -> names.equals(java.util.Set.of("type", "loc", "msg")));
    assertThat(answer.text()).doesNotContain("my secret");
    assertThat(answer.json().getString("id")).isEqualTo("req-1");
  }

  @Test
  void faultsOfAPayloadStandAloneWithPathsFromThePayload() {
    // Given
    String text =
        changedEnvelope(
            envelope -> {
              envelope.put("sender", "x");
              envelope.getJsonObject("payload").remove("conversation_id");
            });

    // When / Then
    assertError(
        node.post(text),
        -32602,
        "Invalid params",
        "req-1",
        new JsonObject()
            .put("error", "Invalid envelope structure")
            .put(
                "validation_errors",
                new JsonArray().add(fault("missing", "Field required", "conversation_id"))));
  }

  @Test
  void debuggingRepeatsInput() {
    // Given
    String text = changedEnvelope(envelope -> envelope.put("sender", "my secret"));
    try (TestNode debugging = TestNode.with().debug().start()) {

      // When
      Wire.Answer answer = debugging.post(text);

      // Then
      assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
      assertThat(answer.text()).contains("my secret");
    }
  }

  @Test
  void everyOtherAnswerCarriesTheVersionToo() {
    assertThat(node.get("/nowhere"))
        .satisfies(
            answer -> {
              assertThat(answer.status()).isEqualTo(404);
              assertThat(answer.header("asap-version")).isEqualTo("2.2");
              assertThat(answer.json()).isEqualTo(new JsonObject().put("detail", "Not Found"));
            });
    assertThat(node.get("/asap"))
        .satisfies(
            answer -> {
              assertThat(answer.status()).isEqualTo(405);
              assertThat(answer.header("asap-version")).isEqualTo("2.2");
              assertThat(answer.json())
                  .isEqualTo(new JsonObject().put("detail", "Method Not Allowed"));
            });
  }

  @Test
  void whatIsNotHttpIsRefusedWithTheVersionToo() {
    try (Wire wire = node.connect()) {
      // When
      Wire.Answer answer = wire.send("GET /ready\u0001 NOT-HTTP\r\n\r\n").read();

      // Then
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("asap-version")).isEqualTo("2.2");
    }
  }

  @ParameterizedTest
  @CsvSource({"414,5000,10", "431,10,9000"})
  void aHeadThatIsTooLongIsRefusedWithTheVersionToo(int status, int path, int header) {
    try (Wire wire = node.connect()) {
      // When
      Wire.Answer answer =
          wire.send(
                  "GET /"
                      + "a".repeat(path)
                      + " HTTP/1.1\r\nHost: x\r\nX: "
                      + "b".repeat(header)
                      + "\r\n\r\n")
              .read();

      // Then
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("asap-version")).isEqualTo("2.2");
    }
  }
}
