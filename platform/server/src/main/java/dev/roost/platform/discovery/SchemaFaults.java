package dev.roost.platform.discovery;

import dev.harrel.jsonschema.Error;
import dev.roost.protocol.json.ValidationError;
import java.util.List;
import java.util.Set;

/** The validator's faults as the platform reports them: what repeats the input stands apart. */
final class SchemaFaults {
  /** How many are reported of one value. */
  static final int MAX = 100;

  private static final Set<String> REPEATING =
      Set.of(
          "multipleOf",
          "maximum",
          "exclusiveMaximum",
          "minimum",
          "exclusiveMinimum",
          "maxLength",
          "minLength",
          "pattern",
          "format",
          "dependentRequired",
          "dependentSchemas");

  private SchemaFaults() {}

  static List<ValidationError> of(List<Error> errors) {
    return errors.stream().limit(MAX).map(SchemaFaults::of).toList();
  }

  private static ValidationError of(Error error) {
    List<Object> loc = JsonPointers.parse(error.getInstanceLocation());
    String keyword = keyword(error);
    if (error.getKeyword() == null || keyword.equals("additionalProperties")) {
      return new ValidationError(keyword, loc, "Is not allowed here");
    }
    if (REPEATING.contains(keyword)) {
      String msg = "Value does not satisfy the keyword '" + keyword + "'";
      return new ValidationError(keyword, loc, msg, ": " + error.getError());
    }
    return new ValidationError(keyword, loc, error.getError());
  }

  /** The schema {@code false} has no keyword; the one it stands under says more. */
  private static String keyword(Error error) {
    if (error.getKeyword() != null) {
      return error.getKeyword();
    }
    String path = error.getEvaluationPath();
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.isEmpty() ? "false" : last;
  }
}
