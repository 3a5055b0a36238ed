package dev.roost.platform.discovery;

import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * The keyword {@code uniqueItems} in linear time. The library compares each item of a foreign node
 * type with each other, which a caller could use to keep an event loop busy.
 */
final class UniqueItems implements Evaluator {
  private final boolean asked;

  UniqueItems(JsonNode keyword) {
    this.asked = keyword.isBoolean() && keyword.asBoolean();
  }

  @Override
  public Result evaluate(EvaluationContext context, JsonNode node) {
    if (asked && node.isArray()) {
      Set<JsonNode> seen = new HashSet<>();
      for (JsonNode item : node.asArray()) {
        if (!seen.add(item)) {
          return Result.failure("Array contains the item at index [" + seen.size() + "] twice");
        }
      }
    }
    return Result.success();
  }
}
