package dev.roost.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.RpcError;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** A short text must not stand for a great many objects. */
class JsonExpansionTest {
  private final JsonRpcReader reader = new JsonRpcReader(50, false);

  /** A request whose input holds a list of {@code count} times {@code element}. */
  private JsonRpcRequest read(String element, int count) {
    String list = "[" + (element + ",").repeat(count - 1) + element + "]";
    String text =
        """
        {"jsonrpc":"2.0","method":"asap.send","id":1,"params":{"envelope":{"asap_version":"0.1",
        "sender":"urn:asap:agent:a","recipient":"urn:asap:agent:b","payload_type":"task.request",
        "payload":{"conversation_id":"c","skill_id":"s","input":{"list":%s}}}}}
        """
            .formatted(list);
    return ((JsonRpcReader.Incoming.Single) reader.read(Buffer.buffer(text))).request();
  }

  @Test
  void asManyObjectsAsAllowedAreRead() {
    // two more: the input itself and the list
    assertThat(read("{}", JsonInput.MAX_CONTAINERS - 2)).isInstanceOf(JsonRpcRequest.Send.class);
  }

  @Test
  void oneObjectTooManyIsRefused() {
    assertParseError(read("{}", JsonInput.MAX_CONTAINERS - 1), "objects and arrays");
  }

  @Test
  void oneValueTooManyIsRefused() {
    assertThat(read("1", JsonInput.MAX_VALUES - 1)).isInstanceOf(JsonRpcRequest.Send.class);
    assertParseError(read("1", JsonInput.MAX_VALUES), "values");
  }

  private static void assertParseError(JsonRpcRequest request, String reason) {
    RpcError error = ((JsonRpcRequest.Invalid) request).error();
    assertThat(error.code()).isEqualTo(RpcError.PARSE_ERROR);
    assertThat(error.data().getString("error")).contains(reason);
  }
}
