package dev.roost.bench.micro;

import com.github.erosb.jsonsKema.JsonParser;
import com.github.erosb.jsonsKema.JsonValue;
import com.github.erosb.jsonsKema.SchemaLoader;
import com.github.erosb.jsonsKema.ValidationFailure;
import com.github.erosb.jsonsKema.Validator;
import dev.roost.agent.SchemaCheck;
import dev.roost.platform.discovery.SkillSchemas;
import dev.roost.protocol.json.ValidationError;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A skill's input against the skill's schema. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SchemaBenchmark {
  private static final String SCHEMA =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
          "message": { "type": "string", "minLength": 1, "maxLength": 10000 },
          "language": { "enum": ["de", "en", "fr", "pt"] },
          "max_words": { "type": "integer", "minimum": 1, "maximum": 5000 },
          "temperature": { "type": "number", "minimum": 0, "maximum": 2 },
          "stream": { "type": "boolean" },
          "tags": { "type": "array", "items": { "type": "string" }, "maxItems": 10 }
        },
        "required": ["message", "language"],
        "additionalProperties": false
      }
      """;
  private static final String INPUT =
      """
      {"message": "Summarise the attached notes in five short points.", "language": "en",
       "max_words": 120, "temperature": 0.25, "stream": false, "tags": ["notes", "short"]}
      """;

  private final SchemaCheck roost = SkillSchemas.compile(new JsonObject(SCHEMA));
  private final JsonObject input = new JsonObject(INPUT);
  private final Validator skema =
      Validator.forSchema(new SchemaLoader(new JsonParser(SCHEMA).parse()).load());
  private final JsonValue skemaInput = new JsonParser(INPUT).parse();

  /** The platform's way, on the tree that an agent is given. */
  @Benchmark
  public List<ValidationError> roost() {
    return roost.check(input);
  }

  /** json-sKema, on a tree of its own that is already there. */
  @Benchmark
  public @Nullable ValidationFailure jsonSkema() {
    return skema.validate(skemaInput);
  }

  /** json-sKema with the parsing that its own tree costs. */
  @Benchmark
  public @Nullable ValidationFailure jsonSkemaParsing() {
    return skema.validate(new JsonParser(INPUT).parse());
  }
}
