package dev.roost.protocol.json;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The reference's conformance vectors. */
final class Vectors {
  private Vectors() {}

  static JsonObject load(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(file, e);
    }
  }

  static Stream<JsonObject> cases(String file) {
    return load(file).getJsonArray("cases").stream().map(JsonObject.class::cast);
  }

  static byte[] text(Object json) {
    return io.vertx.core.json.Json.encode(json).getBytes(StandardCharsets.UTF_8);
  }

  /** The faults of a case as (type, loc, msg) triples. */
  static List<List<Object>> expectedFaults(JsonObject vector) {
    return vector.getJsonArray("errors").stream()
        .map(JsonObject.class::cast)
        .map(
            fault ->
                List.<Object>of(
                    fault.getString("type"),
                    fault.getJsonArray("loc").getList(),
                    fault.getString("msg")))
        .toList();
  }

  static List<List<Object>> faults(InvalidMessageException e) {
    return e.faults().stream()
        .map(fault -> List.<Object>of(fault.type(), fault.loc(), fault.fullMessage()))
        .toList();
  }

  /** Compares objects, taking two timestamps for equal when they name the same instant. */
  static boolean same(Object left, Object right) {
    if (left instanceof JsonObject a && right instanceof JsonObject b) {
      return a.fieldNames().equals(b.fieldNames())
          && a.fieldNames().stream().allMatch(key -> same(a.getValue(key), b.getValue(key)));
    }
    if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return a.equals(b);
    }
    if (left instanceof String a && right instanceof String b && !a.equals(b)) {
      return instant(a) != null && instant(a).equals(instant(b));
    }
    return new JsonObject().put("v", left).equals(new JsonObject().put("v", right));
  }

  private static Instant instant(String text) {
    try {
      return java.time.OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      try {
        return Instant.parse(text + "Z"); // the reference writes naive timestamps without a suffix
      } catch (DateTimeParseException naive) {
        return null;
      }
    }
  }
}
