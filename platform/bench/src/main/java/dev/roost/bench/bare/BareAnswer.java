package dev.roost.bench.bare;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.f4b6a3.ulid.Ulid;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/** Writes the answer that Roost's echo agent gives, with ids and a time of its own. */
public final class BareAnswer {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_LENGTH = 1_024;

  private BareAnswer() {}

  /** The answer to {@code request}. */
  public static Buffer to(BareRequest request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_LENGTH);
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringField("jsonrpc", "2.0");
      json.writeObjectFieldStart("result");
      json.writeObjectFieldStart("envelope");
      envelope(json, request);
      json.writeEndObject();
      json.writeEndObject();
      json.writeStringField("id", request.id());
      json.writeEndObject();
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static void envelope(JsonGenerator json, BareRequest request) throws IOException {
    json.writeStringField("id", Ulid.fast().toString());
    json.writeStringField("asap_version", request.version());
    json.writeStringField("timestamp", Instant.now().toString());
    json.writeStringField("sender", request.recipient());
    json.writeStringField("recipient", request.sender());
    json.writeStringField("payload_type", "task.response");
    json.writeObjectFieldStart("payload");
    json.writeStringField("task_id", "task_" + Ulid.fast() + "_bareNode");
    json.writeStringField("status", "completed");
    json.writeObjectFieldStart("result");
    json.writeObjectFieldStart("echoed");
    input(json, request.input());
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeStringField("correlation_id", request.envelopeId());
    json.writeStringField("trace_id", request.traceId());
  }

  private static void input(JsonGenerator json, BareRequest.Input input) throws IOException {
    json.writeStringField("message", input.message());
    json.writeStringField("language", input.language());
    json.writeNumberField("max_words", input.maxWords());
    json.writeNumberField("temperature", input.temperature());
    json.writeBooleanField("stream", input.stream());
  }
}
