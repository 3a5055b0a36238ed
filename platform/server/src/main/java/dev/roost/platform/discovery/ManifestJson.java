package dev.roost.platform.discovery;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Skill;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Manifests as they stand in the registry. */
final class ManifestJson {
  private ManifestJson() {}

  static JsonObject write(Manifest manifest) {
    JsonArray skills = new JsonArray();
    manifest
        .capabilities()
        .skills()
        .forEach(
            s ->
                skills.add(
                    new JsonObject()
                        .put("id", s.id())
                        .put("description", s.description())
                        .put("input_schema", s.inputSchema())
                        .put("output_schema", s.outputSchema())));
    return new JsonObject()
        .put("id", manifest.id().value())
        .put("name", manifest.name())
        .put("version", manifest.version())
        .put("description", manifest.description())
        .put("skills", skills);
  }

  static Manifest read(JsonObject json) {
    List<Skill> skills = new ArrayList<>();
    for (Object o : json.getJsonArray("skills")) {
      JsonObject s = (JsonObject) o;
      skills.add(
          new Skill(
              s.getString("id"),
              s.getString("description"),
              s.getJsonObject("input_schema"),
              s.getJsonObject("output_schema")));
    }
    return Manifest.of(
        AgentUrn.of(json.getString("id")),
        json.getString("name"),
        json.getString("version"),
        json.getString("description"),
        Capability.of(skills),
        new Manifest.Endpoint("", null));
  }
}
