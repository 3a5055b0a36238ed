package dev.roost.agent;

import dev.roost.protocol.json.ValidationError;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A compiled JSON Schema. */
@FunctionalInterface
public interface SchemaCheck {
  /** Lets everything pass. */
  SchemaCheck NONE = value -> List.of();

  /**
   * The faults of {@code value}, none if it fits the schema. {@code loc} is the path inside the
   * value.
   */
  List<ValidationError> check(JsonObject value);
}
