package dev.roost.bench.bare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a request by streaming, with no check beyond JSON's own: the least a parser can do. */
public final class BareParser {
  private static final JsonFactory JSON = new JsonFactory();

  private @Nullable String id;
  private @Nullable String method;
  private @Nullable String envelopeId;
  private @Nullable String version;
  private @Nullable String timestamp;
  private @Nullable String sender;
  private @Nullable String recipient;
  private @Nullable String payloadType;
  private @Nullable String conversationId;
  private @Nullable String skillId;
  private BareRequest.@Nullable Input input;
  private @Nullable String traceId;

  private BareParser() {}

  /**
   * Reads one request.
   *
   * @throws IOException if it is not JSON
   */
  public static BareRequest parse(byte[] body) throws IOException {
    BareParser parser = new BareParser();
    try (JsonParser json = JSON.createParser(body)) {
      json.nextToken();
      parser.request(json);
    }
    return parser.result();
  }

  private BareRequest result() {
    return new BareRequest(
        id,
        method,
        envelopeId,
        version,
        timestamp,
        sender,
        recipient,
        payloadType,
        conversationId,
        skillId,
        input,
        traceId);
  }

  private void request(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "method" -> method = json.getText();
        case "id" -> id = json.getText();
        case "params" -> params(json);
        default -> json.skipChildren();
      }
    }
  }

  private void params(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      json.nextToken();
      envelope(json);
    }
  }

  private void envelope(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> envelopeId = json.getText();
        case "asap_version" -> version = json.getText();
        case "timestamp" -> timestamp = json.getText();
        case "sender" -> sender = json.getText();
        case "recipient" -> recipient = json.getText();
        case "payload_type" -> payloadType = json.getText();
        case "trace_id" -> traceId = json.getText();
        case "payload" -> payload(json);
        default -> json.skipChildren();
      }
    }
  }

  private void payload(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "conversation_id" -> conversationId = json.getText();
        case "skill_id" -> skillId = json.getText();
        case "input" -> input = input(json);
        default -> json.skipChildren();
      }
    }
  }

  private static BareRequest.Input input(JsonParser json) throws IOException {
    String message = null;
    String language = null;
    int maxWords = 0;
    double temperature = 0;
    boolean stream = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "message" -> message = json.getText();
        case "language" -> language = json.getText();
        case "max_words" -> maxWords = json.getIntValue();
        case "temperature" -> temperature = json.getDoubleValue();
        case "stream" -> stream = json.getBooleanValue();
        default -> json.skipChildren();
      }
    }
    return new BareRequest.Input(message, language, maxWords, temperature, stream);
  }
}
