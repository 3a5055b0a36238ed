package dev.roost.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader takes for JSON, wherever in a request it stands. */
class JsonStrictnessTest {
  private static final JsonRpcReader READER = new JsonRpcReader(50, false);

  /** A request with {@code value} in the task's input. */
  private static String inInput(String value) {
    return """
        {"jsonrpc":"2.0","method":"asap.send","id":1,"params":{"envelope":{
        "asap_version":"0.1","sender":"urn:asap:agent:a","recipient":"urn:asap:agent:b",
        "payload_type":"task.request","payload":{"conversation_id":"c","skill_id":"s",
        "input":{"v":%s}}}}}"""
        .formatted(value);
  }

  /** The same with the payload before its type. */
  private static String beforeItsType(String value) {
    return """
        {"jsonrpc":"2.0","method":"asap.send","id":1,"params":{"envelope":{
        "payload":{"conversation_id":"c","skill_id":"s","input":{"v":%s}},
        "asap_version":"0.1","sender":"urn:asap:agent:a","recipient":"urn:asap:agent:b",
        "payload_type":"task.request"}}}"""
        .formatted(value);
  }

  /** In a member that the protocol ignores. */
  private static String ignored(String value) {
    return """
        {"jsonrpc":"2.0","method":"other","id":1,"params":{"whatever":%s}}"""
        .formatted(value);
  }

  /** In a member that the protocol forbids. */
  private static String forbidden(String value) {
    return """
        {"jsonrpc":"2.0","method":"other","id":1,"params":{},"extra":%s}"""
        .formatted(value);
  }

  private static JsonRpcRequest read(byte[] text) {
    return ((JsonRpcReader.Incoming.Single) READER.read(Buffer.buffer(text))).request();
  }

  private static Object accepted(String value) {
    JsonRpcRequest request = read(inInput(value).getBytes(UTF_8));
    assertThat(request).as(value).isInstanceOf(JsonRpcRequest.Send.class);
    TaskRequest task = (TaskRequest) ((JsonRpcRequest.Send) request).envelope().payload();
    assertThat(read(beforeItsType(value).getBytes(UTF_8))).isInstanceOf(JsonRpcRequest.Send.class);
    assertThat(code(ignored(value).getBytes(UTF_8))).isEqualTo(RpcError.METHOD_NOT_FOUND);
    assertThat(code(forbidden(value).getBytes(UTF_8))).isEqualTo(RpcError.INVALID_REQUEST);
    return task.input().getValue("v");
  }

  private static int code(byte[] text) {
    JsonRpcRequest request = read(text);
    assertThat(request).isInstanceOf(JsonRpcRequest.Invalid.class);
    return ((JsonRpcRequest.Invalid) request).error().code();
  }

  private static void assertRefused(String value) {
    for (String text :
        new String[] {inInput(value), beforeItsType(value), ignored(value), forbidden(value)}) {
      assertThat(code(text.getBytes(UTF_8))).as(text).isEqualTo(RpcError.PARSE_ERROR);
      assertThat(code(("[" + text + "]").getBytes(UTF_8))).isEqualTo(RpcError.PARSE_ERROR);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[[] ]",
        "{}",
        "[1 , 2]",
        "[ null, true , false]",
        "\t[1]\r\n",
        "{\"\":0}",
        "{\"a\":{\"a\":{}}}",
        "{\"a\":[]}",
        "[[[[[[]]]]]]",
        "0",
        "-0",
        "1",
        "-1",
        "123456789012",
        "9223372036854775808",
        "-9223372036854775809",
        "1.5",
        "-0.0",
        "1e5",
        "1E5",
        "1e+2",
        "1e-2",
        "1.25e10",
        "0e1",
        "0e+1",
        "1e308",
        "5e-324",
        "1e-400",
        "20e1",
        "\"\"",
        "\" \"",
        "\"a/b\"",
        "\"\\/\"",
        "\"\\\"\\\\\\b\\f\\n\\r\\t\"",
        "\"\\u0041\"",
        "\"\\u00e9\"",
        "\"\\uD834\\uDd1e\"",
        "\"\\u0000\"",
        "\"\\uFFFF\"",
        "\"é€𝄞\"",
        "\"\u007f\"",
        "\"\u2028\u2029\"",
        "\"// no comment\"",
        "{\"a\\u0000\":1}",
        "{\"a\":1,\"A\":2}"
      })
  void isAccepted(String value) {
    accepted(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "]",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "[1 2]",
        "[\"a\"",
        "[1}",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":1 \"b\":2}",
        "{[]:1}",
        "{null:1}",
        "nul",
        "True",
        "NULL",
        "undefined",
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "-",
        "-.5",
        "1e",
        "1e+",
        "1.e1",
        "0x10",
        "1_000",
        "1eE2",
        "-a",
        "1a",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\uZZZZ\"",
        "\"\\\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "[1]//x",
        "/*x*/1",
        "[1/**/]",
        "#x\n1",
        "1;",
        "[1]]",
        "\u00a01",
        "\u000b1",
        "\u2060",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":1}",
        "[{\"a\":{\"b\":1,\"b\":1}}]",
        "1e400",
        "-1e400",
        "[1e999999999]",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud834x\"",
        "{\"\\ud800\":1}"
      })
  void isRefused(String value) {
    assertRefused(value);
  }

  @Test
  void numbersMayHave64Characters() {
    accepted("1".repeat(64));
    assertRefused("1".repeat(65));
    assertRefused("[" + "1".repeat(1_001) + "]");
  }

  @Test
  void namesMayHave256Characters() {
    accepted("{\"" + "n".repeat(256) + "\":1}");
    assertRefused("{\"" + "n".repeat(257) + "\":1}");
  }

  @Test
  void objectsMayHave10000Keys() {
    accepted(keys(10_000));
    assertRefused(keys(10_001));
  }

  private static String keys(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"k" + i + "\":0")
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void duplicatesAmongMembersOfTheRequestAreRefused() {
    for (String text :
        new String[] {
          "{\"id\":1,\"id\":1}",
          "{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\"}",
          "{\"params\":{},\"params\":{}}",
          "{\"x\":1,\"x\":1}",
          "{\"params\":{\"x\":1,\"x\":1}}",
          "{\"params\":{\"envelope\":{\"id\":\"1\",\"id\":\"1\"}}}",
          "{\"params\":{\"envelope\":{\"x\":\"1\",\"x\":\"1\"}}}",
          "{\"params\":{\"envelope\":{},\"envelope\":{}}}"
        }) {
      assertThat(code(text.getBytes(UTF_8))).as(text).isEqualTo(RpcError.PARSE_ERROR);
    }
  }

  @Test
  void depth64IsAcceptedAnd65IsNot() {
    // Given
    int around = 5; // request, params, envelope, payload, input

    // When / Then
    assertThat(read(inInput(nested(64 - around)).getBytes(UTF_8)))
        .isInstanceOf(JsonRpcRequest.Send.class);
    assertThat(read(beforeItsType(nested(64 - around)).getBytes(UTF_8)))
        .isInstanceOf(JsonRpcRequest.Send.class);
    assertThat(code(inInput(nested(65 - around)).getBytes(UTF_8))).isEqualTo(RpcError.PARSE_ERROR);
    assertThat(code(beforeItsType(nested(65 - around)).getBytes(UTF_8)))
        .isEqualTo(RpcError.PARSE_ERROR);
    assertThat(code(ignored(nested(62)).getBytes(UTF_8))).isEqualTo(RpcError.METHOD_NOT_FOUND);
    assertThat(code(ignored(nested(63)).getBytes(UTF_8))).isEqualTo(RpcError.PARSE_ERROR);
    assertThat(code("[".repeat(100_000).getBytes(UTF_8))).isEqualTo(RpcError.PARSE_ERROR);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  @Test
  void aStringMayBeAsLongAsTheText() {
    // Given
    String text = "é".repeat(5 * 1024 * 1024 / 2);

    // When / Then
    assertThat(accepted("\"" + text + "\"")).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff",
        "fe",
        "80",
        "bf",
        "c3",
        "c328",
        "c0af",
        "c080",
        "e28228",
        "e282",
        "eda080",
        "edb080",
        "eda080edb080",
        "f0288cbc",
        "f09d84",
        "f4908080",
        "f8a1a1a1a1",
        "f5808080"
      })
  void whatIsNotUtf8IsRefused(String hex) {
    // Given
    byte[] text =
        Buffer.buffer("{\"id\":\"")
            .appendBytes(HexFormat.of().parseHex(hex))
            .appendString("\"}")
            .getBytes();

    // When
    JsonRpcRequest request = read(text);

    // Then
    RpcError error = ((JsonRpcRequest.Invalid) request).error();
    assertThat(error.code()).isEqualTo(RpcError.PARSE_ERROR);
    assertThat(error.data().getString("error")).startsWith("Invalid UTF-8 encoding: ");
  }

  @Test
  void otherEncodingsAndAByteOrderMarkAreRefused() {
    for (byte[] text :
        new byte[][] {
          ("\ufeff" + inInput("1")).getBytes(UTF_8),
          inInput("1").getBytes(java.nio.charset.StandardCharsets.UTF_16),
          inInput("1").getBytes(java.nio.charset.StandardCharsets.UTF_16LE),
          {}
        }) {
      assertThat(code(text)).isEqualTo(RpcError.PARSE_ERROR);
    }
  }

  @Test
  void nothingMayFollow() {
    assertThat(read((inInput("1") + " \r\n\t").getBytes(UTF_8)))
        .isInstanceOf(JsonRpcRequest.Send.class);
    for (String tail : new String[] {"{}", "x", "]", "//", "\0", ","}) {
      assertThat(code((inInput("1") + tail).getBytes(UTF_8))).isEqualTo(RpcError.PARSE_ERROR);
    }
  }
}
