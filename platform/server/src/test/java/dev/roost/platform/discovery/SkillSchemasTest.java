package dev.roost.platform.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.agent.SchemaCheck;
import dev.roost.protocol.json.ValidationError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkillSchemasTest {
  /** The schema stands under {@code properties/v}; the value is {@code {"v": ...}}. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          {"type":"string"}                              | "a"             |
          {"type":"string"}                              | 1               | type
          {"type":"integer"}                             | 1.0             |
          {"type":"integer"}                             | 1.5             | type
          {"type":"integer"}                             | 123456789012345678901234567890 |
          {"type":"number"}                              | 1e400           |
          {"multipleOf":3,"maximum":5}                   | 1e999999999     | maximum
          {"type":"number"}                              | "1"             | type
          {"type":"boolean"}                             | true            |
          {"type":"boolean"}                             | 0               | type
          {"type":"null"}                                | null            |
          {"type":"null"}                                | false           | type
          {"type":"array"}                               | []              |
          {"type":"array"}                               | {}              | type
          {"type":"object"}                              | {}              |
          {"type":["string","null"]}                     | null            |
          {"type":["string","null"]}                     | 1               | type
          {"const":1}                                    | 1.0             |
          {"const":{"a":[1]}}                            | {"a":[1]}       |
          {"const":{"a":[1]}}                            | {"a":[2]}       | const
          {"enum":["a","b"]}                             | "b"             |
          {"enum":["a","b"]}                             | "c"             | enum
          {"minimum":1}                                  | 1               |
          {"minimum":1}                                  | 0.99            | minimum
          {"maximum":1}                                  | 1.01            | maximum
          {"exclusiveMinimum":1}                         | 1               | exclusiveMinimum
          {"exclusiveMaximum":1}                         | 1               | exclusiveMaximum
          {"multipleOf":0.01}                            | 0.07            |
          {"multipleOf":2}                               | 3               | multipleOf
          {"minLength":2}                                | "aé"            |
          {"minLength":2}                                | "a"             | minLength
          {"maxLength":2}                                | "😀😀"           |
          {"maxLength":2}                                | "abc"           | maxLength
          {"pattern":"^a+$"}                             | "aaa"           |
          {"pattern":"^a+$"}                             | "ab"            | pattern
          {"minItems":1}                                 | []              | minItems
          {"maxItems":1}                                 | [1,2]           | maxItems
          {"uniqueItems":true}                           | [1,"1",[1],{"a":1}] |
          {"uniqueItems":true}                           | [1,1.0]         | uniqueItems
          {"uniqueItems":true}                           | [{"a":1,"b":2},{"b":2,"a":1}] | uniqueItems
          {"items":{"type":"integer"}}                   | [1,2]           |
          {"items":{"type":"integer"}}                   | [1,"2"]         | type
          {"prefixItems":[{"type":"integer"}],"items":false} | [1]         |
          {"prefixItems":[{"type":"integer"}],"items":false} | [1,2]       | items
          {"contains":{"const":1}}                       | [2,1]           |
          {"contains":{"const":1}}                       | [2]             | contains
          {"contains":{"const":1},"maxContains":1}       | [1,1]           | maxContains
          {"required":["a"]}                             | {"a":null}      |
          {"required":["a"]}                             | {}              | required
          {"minProperties":1}                            | {}              | minProperties
          {"maxProperties":1}                            | {"a":1,"b":2}   | maxProperties
          {"additionalProperties":false,"properties":{"a":true}} | {"a":1} |
          {"additionalProperties":false,"properties":{"a":true}} | {"b":1} | additionalProperties
          {"additionalProperties":{"type":"string"}}     | {"b":1}         | type
          {"patternProperties":{"^x-":{"type":"string"}}} | {"x-a":1}      | type
          {"propertyNames":{"maxLength":1}}              | {"ab":1}        | maxLength
          {"dependentRequired":{"a":["b"]}}              | {"a":1}         | dependentRequired
          {"anyOf":[{"type":"string"},{"minimum":1}]}    | 2               |
          {"not":{"type":"string"}}                      | 1               |
          {"not":{"type":"string"}}                      | "a"             | not
          {"oneOf":[{"type":"integer"},{"minimum":2}]}   | 1               |
          {"oneOf":[{"type":"integer"},{"minimum":2}]}   | 3               | oneOf
          {"if":{"type":"string"},"then":{"minLength":2}} | 1              |
          {"$ref":"#/$defs/positive"}                    | 1               |
          {"$ref":"#/$defs/positive"}                    | -1              | minimum
          {"$ref":"#node"}                               | {"next":{"next":{}}} |
          {"$ref":"#node"}                               | {"next":{"next":1}} | type
          {"unevaluatedProperties":false,"allOf":[{"properties":{"a":true}}]} | {"a":1} |
          true                                           | 1               |
          false                                          | 1               | v
          """)
  void checksEachKeyword(String schema, String value, String fault) {
    // Given
    SchemaCheck check =
        SkillSchemas.compile(
            new JsonObject(
                """
                {"properties":{"v":%s},
                 "$defs":{"positive":{"minimum":0},
                          "node":{"$anchor":"node","type":"object","properties":{"next":{"$ref":"#node"}}}}}
                """
                    .formatted(schema)));

    // When
    List<ValidationError> faults = check.check(new JsonObject("{\"v\":" + value + "}"));

    // Then
    if (fault == null) {
      assertThat(faults).isEmpty();
    } else {
      assertThat(faults).extracting(ValidationError::type).contains(fault);
      assertThat(faults).allSatisfy(found -> assertThat(found.loc()).startsWith("v"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          {"type":"strnig"}                                   | /type
          {"properties":{"a":{"minimum":"1"}}}                | /properties/a/minimum
          {"required":"a"}                                    | /required
          {"properties":[]}                                   | /properties
          {"items":{"pattern":"("}}                           | /items/pattern
          {"patternProperties":{"[":true}}                    | /patternProperties
          {"$ref":"#/$defs/missing"}                          | #/$defs/missing
          {"properties":{"a":{"$ref":"#nobody"}}}             | #nobody
          {"properties":{"a":{"$ref":"https://example.com/x.json"}}} | never fetched
          {"properties":{"a":{"$ref":"other.json#/x"}}}       | never fetched
          {"$schema":"https://example.com/meta"}              | https://example.com/meta
          """)
  void refusesASchemaThatIsNotValid(String schema, String reason) {
    assertThatThrownBy(() -> SkillSchemas.compile(new JsonObject(schema)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a valid JSON Schema")
        .hasMessageContaining(reason);
  }

  @Test
  void saysWhereAndKeepsTheInputApart() {
    // Given
    SchemaCheck check =
        SkillSchemas.compile(
            new JsonObject(
                "{\"properties\":{\"a\":{\"items\":{\"properties\":{\"b/c\":{\"pattern\":\"x\"}}}}}}"));
    JsonObject value =
        new JsonObject()
            .put("a", new JsonArray().add(1).add(new JsonObject().put("b/c", "secret")));

    // When
    ValidationError fault = check.check(value).get(0);

    // Then
    assertThat(fault.loc()).containsExactly("a", 1, "b/c");
    assertThat(fault.msg()).doesNotContain("secret");
    assertThat(fault.fullMessage()).contains("secret");
  }

  @Test
  void reportsAtMostAHundredFaults() {
    // Given
    SchemaCheck check =
        SkillSchemas.compile(
            new JsonObject("{\"properties\":{\"v\":{\"items\":{\"type\":\"string\"}}}}"));
    JsonArray many = new JsonArray();
    for (int i = 0; i < 1_000; i++) {
      many.add(i);
    }

    // When
    List<ValidationError> faults = check.check(new JsonObject().put("v", many));

    // Then
    assertThat(faults).hasSize(100);
  }

  @Test
  void takesPlainMapsAndListsAndAnyNumber() {
    // Given
    SchemaCheck check =
        SkillSchemas.compile(
            new JsonObject("{\"properties\":{\"v\":{\"items\":{\"type\":\"integer\"}}}}"));
    Map<String, Object> value = new HashMap<>();
    value.put("v", List.of((short) 1, 2L, 3.0f, new BigDecimal("4.00")));

    // When
    List<ValidationError> faults = check.check(new JsonObject(value));

    // Then
    assertThat(faults).isEmpty();
  }

  @Test
  void comparesManyItemsInTime() {
    // Given
    SchemaCheck check =
        SkillSchemas.compile(new JsonObject("{\"properties\":{\"v\":{\"uniqueItems\":true}}}"));
    JsonArray many = new JsonArray();
    for (int i = 0; i < 200_000; i++) {
      many.add(new JsonObject().put("n", i));
    }

    // When
    List<ValidationError> faults = check.check(new JsonObject().put("v", many));

    // Then
    assertThat(faults).isEmpty();
  }

  @Test
  void aSchemaThatRefersToItselfWithoutEndIsAFault() {
    // Given
    SchemaCheck check = SkillSchemas.compile(new JsonObject("{\"$ref\":\"#\"}"));

    // When
    List<ValidationError> faults = check.check(new JsonObject());

    // Then
    assertThat(faults).extracting(ValidationError::type).containsExactly("$ref");
  }
}
