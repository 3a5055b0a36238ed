package dev.roost.protocol.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Writes JSON-RPC answers. A success has no {@code error} key, an error no {@code result} key. */
public final class JsonRpcWriter {
  private static final SerializableString JSONRPC = new SerializedString("jsonrpc");
  private static final SerializableString RESULT = new SerializedString("result");
  private static final SerializableString ENVELOPE = new SerializedString("envelope");
  private static final SerializableString ERROR = new SerializedString("error");
  private static final SerializableString CODE = new SerializedString("code");
  private static final SerializableString MESSAGE = new SerializedString("message");
  private static final SerializableString DATA = new SerializedString("data");
  private static final SerializableString ID = new SerializedString("id");

  private JsonRpcWriter() {}

  /** The answer that carries an envelope. */
  public static Buffer result(Object id, Envelope envelope) {
    return JsonOutput.write(Profile.MINIMAL, out -> writeResult(out, id, envelope));
  }

  /** The answer that carries an error; the id is null where it could not be read. */
  public static Buffer error(@Nullable Object id, RpcError error) {
    return JsonOutput.write(Profile.MINIMAL, out -> writeError(out, id, error));
  }

  private static void writeResult(JsonOutput out, Object id, Envelope envelope) {
    begin(out);
    out.name(RESULT);
    out.beginObject();
    out.name(ENVELOPE);
    Codec.ENVELOPE.type().write(out, envelope);
    out.endObject();
    end(out, id);
  }

  private static void writeError(JsonOutput out, @Nullable Object id, RpcError error) {
    begin(out);
    out.name(ERROR);
    out.beginObject();
    out.name(CODE);
    out.number(error.code());
    out.name(MESSAGE);
    out.string(error.message());
    out.name(DATA);
    out.value(error.data());
    out.endObject();
    end(out, id);
  }

  private static void begin(JsonOutput out) {
    out.beginObject();
    out.name(JSONRPC);
    out.string("2.0");
  }

  private static void end(JsonOutput out, @Nullable Object id) {
    out.name(ID);
    out.value(id);
    out.endObject();
  }
}
