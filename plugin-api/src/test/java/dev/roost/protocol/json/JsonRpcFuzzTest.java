package dev.roost.protocol.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.roost.protocol.JsonRpcRequest;
import io.vertx.core.buffer.Buffer;

/**
 * Whatever the bytes, reading them gives a request or an error, and what is read can be written.
 */
class JsonRpcFuzzTest {
  private final JsonRpcReader reader = new JsonRpcReader(50, true);

  @FuzzTest(maxDuration = "60s")
  void neverFailsUnexpectedly(byte[] text) {
    JsonRpcReader.Incoming incoming = reader.read(Buffer.buffer(text));
    if (incoming instanceof JsonRpcReader.Incoming.Single single) {
      write(single.request());
    } else if (incoming instanceof JsonRpcReader.Incoming.Batch batch) {
      batch.requests().forEach(JsonRpcFuzzTest::write);
    }
  }

  private static void write(JsonRpcRequest request) {
    if (request instanceof JsonRpcRequest.Send send) {
      Buffer written = Codec.ENVELOPE.write(send.envelope(), Profile.MINIMAL);
      if (!Codec.ENVELOPE.read(written).equals(send.envelope())) {
        throw new AssertionError("read differently after writing: " + written);
      }
    } else if (request instanceof JsonRpcRequest.Invalid invalid) {
      JsonRpcWriter.error(invalid.id(), invalid.error());
    }
  }
}
