package dev.roost.protocol.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.RpcError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One JSON-RPC request object while it is read. The order of its members does not matter. */
final class JsonRpcRequestReader {
  private static final String STRUCTURE = "Invalid JSON-RPC structure";

  private final JsonInput in;
  private final boolean echo;
  private final List<ValidationError> faults = new ArrayList<>(0);
  private final Strangers strangers = new Strangers();
  private int seen;
  private @Nullable Object id;
  private @Nullable String method;
  private boolean paramsAreObject = true;
  private boolean hasEnvelope;
  private boolean envelopeIsObject = true;
  private JsonInput.@Nullable Outcome<Envelope> envelope;
  private @Nullable String idempotencyKey;
  private long from;

  private JsonRpcRequestReader(JsonInput in, boolean echo) {
    this.in = in;
    this.echo = echo;
  }

  /** Reads the request at the current token. */
  static JsonRpcRequest read(JsonInput in, boolean echo) {
    if (in.token() != JsonToken.START_OBJECT) {
      String type = typeName(in);
      in.skip();
      return new JsonRpcRequest.Invalid(
          null,
          RpcError.invalidRequest(
              new JsonObject()
                  .put("error", "JSON-RPC request must be an object")
                  .put("received_type", type)),
          false);
    }
    JsonRpcRequestReader reader = new JsonRpcRequestReader(in, echo);
    while (in.next() == JsonToken.FIELD_NAME) {
      String name = in.name();
      in.next();
      reader.member(name);
    }
    return reader.request();
  }

  private void member(String name) {
    switch (name) {
      case "jsonrpc" -> {
        once(1);
        jsonrpc();
      }
      case "method" -> {
        once(2);
        method();
      }
      case "params" -> {
        once(4);
        params();
      }
      case "id" -> {
        once(8);
        id();
      }
      default -> {
        strangers.add(in, name);
        fault("extra_forbidden", name, "Extra inputs are not permitted");
        in.skip();
      }
    }
  }

  private void jsonrpc() {
    if (in.token() != JsonToken.VALUE_STRING || !in.string().equals("2.0")) {
      fault("literal_error", "jsonrpc", "Input should be '2.0'");
      in.skip();
    }
  }

  private void method() {
    if (in.token() == JsonToken.VALUE_STRING) {
      method = in.string();
    } else {
      fault("string_type", "method", "Input should be a valid string");
      in.skip();
    }
  }

  private void id() {
    id =
        switch (in.token()) {
          case VALUE_STRING -> in.string();
          case VALUE_NUMBER_INT -> in.number();
          case VALUE_NUMBER_FLOAT -> integral(in.number().doubleValue());
          default -> null;
        };
    if (id == null) {
      fault("string_type", "id", "Input should be a valid string or integer");
      in.skip();
    }
  }

  private static @Nullable Object integral(double value) {
    return value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE ? (long) value : null;
  }

  private void params() {
    if (in.token() != JsonToken.START_OBJECT) {
      paramsAreObject = false;
      fault("dict_type", "params", "Input should be a valid dictionary");
      in.skip();
      return;
    }
    Strangers ignored = new Strangers();
    while (in.next() == JsonToken.FIELD_NAME) {
      String name = in.name();
      in.next();
      if (name.equals("envelope")) {
        once(16);
        envelope();
      } else if (name.equals("idempotency_key") && in.token() == JsonToken.VALUE_STRING) {
        once(32);
        idempotencyKey = in.string();
      } else if (name.equals("from") && in.token() == JsonToken.VALUE_NUMBER_INT) {
        once(64);
        from = Math.max(0, in.number().longValue());
      } else {
        ignored.add(in, name);
        in.skip();
      }
    }
  }

  private void envelope() {
    hasEnvelope = true;
    envelopeIsObject = in.token() == JsonToken.START_OBJECT;
    if (envelopeIsObject) {
      envelope = in.readApart(Codec.ENVELOPE.type());
    } else {
      in.skip();
    }
  }

  private void once(int bit) {
    if ((seen & bit) != 0) {
      throw in.duplicateKey();
    }
    seen |= bit;
  }

  private boolean saw(int bit) {
    return (seen & bit) != 0;
  }

  private void fault(String type, String name, String msg) {
    if (faults.size() < JsonInput.MAX_FAULTS) {
      faults.add(new ValidationError(type, List.of(name), msg));
    }
  }

  private JsonRpcRequest request() {
    if (!saw(2)) {
      fault("missing", "method", "Field required");
    }
    if (!saw(4)) {
      fault("missing", "params", "Field required");
    }
    if (!saw(8)) {
      fault("missing", "id", "Field required");
    }
    if (!paramsAreObject) {
      return invalid(
          RpcError.invalidParams("JSON-RPC 'params' must be an object", errors(faults)), false);
    }
    if (!faults.isEmpty()) {
      return invalid(
          RpcError.invalidRequest(
              new JsonObject().put("error", STRUCTURE).put("validation_errors", errors(faults))),
          false);
    }
    if (!JsonRpcRequest.METHOD.equals(method)) {
      return invalid(RpcError.methodNotFound(bounded(String.valueOf(method))), false);
    }
    return send();
  }

  private JsonRpcRequest send() {
    if (!hasEnvelope) {
      return invalid(RpcError.invalidParams("Missing 'envelope' in params"), true);
    }
    JsonInput.Outcome<Envelope> read = envelope;
    if (!envelopeIsObject || read == null) {
      return invalid(RpcError.invalidParams("'envelope' must be a JSON object"), true);
    }
    Envelope value = read.value();
    if (!read.faults().isEmpty() || value == null || id == null) {
      return invalid(
          RpcError.invalidParams("Invalid envelope structure", errors(read.faults())), true);
    }
    return new JsonRpcRequest.Send(id, value, Optional.ofNullable(idempotencyKey), from);
  }

  private JsonRpcRequest invalid(RpcError error, boolean afterIdentity) {
    return new JsonRpcRequest.Invalid(id, error, afterIdentity);
  }

  private JsonArray errors(List<ValidationError> list) {
    return ValidationError.toJson(list, echo);
  }

  private static String bounded(String method) {
    return method.length() <= JsonInput.MAX_NAME_LENGTH
        ? method
        : method.substring(0, JsonInput.MAX_NAME_LENGTH);
  }

  /** The reference names types in the words of its own language. */
  private static String typeName(JsonInput in) {
    return switch (in.token()) {
      case VALUE_STRING -> "str";
      case VALUE_NUMBER_INT -> "int";
      case VALUE_NUMBER_FLOAT -> "float";
      case VALUE_TRUE, VALUE_FALSE -> "bool";
      case START_ARRAY -> "list";
      default -> "NoneType";
    };
  }
}
