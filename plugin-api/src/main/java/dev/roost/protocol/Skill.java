package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Something an agent can do, as its {@link Manifest} lists it.
 *
 * @param id the name that a {@link TaskRequest} asks for
 * @param description for people and for models that choose a skill
 * @param inputSchema JSON Schema (draft 2020-12) of the input
 * @param outputSchema JSON Schema of the result
 */
public record Skill(
    String id,
    String description,
    @Nullable JsonObject inputSchema,
    @Nullable JsonObject outputSchema) {
  /** Refuses missing parts. */
  public Skill {
    requireNonNull(id, "id");
    requireNonNull(description, "description");
  }

  /** A skill without schemas. */
  public static Skill of(String id, String description) {
    return new Skill(id, description, null, null);
  }
}
