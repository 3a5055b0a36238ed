package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.roost.agent.SchemaCheck;
import dev.roost.protocol.json.ValidationError;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compiles JSON Schemas (draft 2020-12) for the input and output of skills. A schema can refer to
 * itself and to the official meta-schemas; nothing is ever fetched.
 */
public final class SkillSchemas {
  private static final int MAX_SCHEMA_FAULTS = 5;
  private static final EvaluatorFactory KEYWORDS =
      new EvaluatorFactory.Builder().withKeyword("uniqueItems", UniqueItems::new).build();

  private SkillSchemas() {}

  /**
   * Compiles {@code schema}. Not for an event loop that is in a hurry: it takes milliseconds.
   *
   * @throws IllegalArgumentException if it is not a valid schema, saying where
   */
  public static SchemaCheck compile(JsonObject schema) {
    requireNonNull(schema, "schema");
    // One validator each: it keeps what it has seen, and must be collected with the schema.
    Validator validator =
        new ValidatorFactory()
            .withDefaultDialect(new Dialects.Draft2020Dialect())
            .withJsonNodeFactory(new TreeNodeFactory())
            .withEvaluatorFactory(KEYWORDS)
            .createValidator();
    try {
      URI uri = validator.registerSchema(schema.copy());
      // What the library would find out late or not at all.
      new SchemaReferences(schema).check();
      return value -> check(validator, uri, value);
    } catch (InvalidSchemaException e) {
      throw new IllegalArgumentException("not a valid JSON Schema: " + describe(e.getErrors()), e);
    } catch (JsonSchemaException e) {
      throw new IllegalArgumentException("not a valid JSON Schema: " + e.getMessage(), e);
    }
  }

  private static List<ValidationError> check(Validator validator, URI uri, JsonObject value) {
    try {
      Validator.Result result = validator.validate(uri, value);
      return result.isValid() ? List.of() : SchemaFaults.of(result.getErrors());
    } catch (StackOverflowError e) {
      return List.of(
          new ValidationError("$ref", List.of(), "The schema refers to itself without end"));
    }
  }

  private static String describe(List<Error> errors) {
    return errors.stream()
        .limit(MAX_SCHEMA_FAULTS)
        .map(error -> "at '" + error.getInstanceLocation() + "': " + error.getError())
        .collect(Collectors.joining("; "));
  }
}
