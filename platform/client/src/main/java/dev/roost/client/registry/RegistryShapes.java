package dev.roost.client.registry;

import static dev.roost.protocol.json.JsonTypes.BOOLEAN;
import static dev.roost.protocol.json.JsonTypes.INSTANT;
import static dev.roost.protocol.json.JsonTypes.OBJECT;
import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.URN;
import static dev.roost.protocol.json.JsonTypes.listOf;
import static dev.roost.protocol.json.JsonTypes.oneOf;
import static dev.roost.protocol.json.JsonTypes.where;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Field;
import dev.roost.protocol.json.JsonType;
import dev.roost.protocol.json.Shape;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables of registries. Registries grow keys over time, so those unknown are passed over. */
final class RegistryShapes {
  /** What agents are filed under. */
  static final List<String> CATEGORIES =
      List.of(
          "Research",
          "Coding",
          "Productivity",
          "Data",
          "Security",
          "Infrastructure",
          "Creative",
          "Finance",
          "Other");

  private static final JsonType<JsonObject> TEXTS =
      where(
          OBJECT,
          (object, in) -> {
            if (!object.stream().allMatch(member -> member.getValue() instanceof String)) {
              in.fault("string_type", "Every value should be a valid string");
            }
          });

  private static final JsonType<String> CATEGORY =
      where(
          STRING,
          (text, in) -> {
            if (CATEGORIES.stream().noneMatch(text.strip()::equalsIgnoreCase)) {
              in.fault("value_error", "Category should be one of " + CATEGORIES);
            }
          });

  private RegistryShapes() {}

  /**
   * The one spelling of a category.
   *
   * @throws IllegalArgumentException if there is no such category
   */
  static String category(String text) {
    return CATEGORIES.stream()
        .filter(text.strip()::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("category is one of " + CATEGORIES + ", not " + text));
  }

  static Shape<RegistryEntry> entry() {
    Shape.Builder<RegistryEntry> shape = Shape.of("RegistryEntry");
    var id = shape.required("id", URN, RegistryEntry::id);
    var name = shape.required("name", STRING, RegistryEntry::name);
    var description = shape.required("description", STRING, RegistryEntry::description);
    var endpoints = shape.required("endpoints", TEXTS, entry -> json(entry.endpoints()));
    var skills = texts(shape, "skills", RegistryEntry::skills).always();
    var category = shape.optional("category", CATEGORY, RegistryEntry::category);
    var tags = texts(shape, "tags", RegistryEntry::tags).always();
    var version = shape.required("asap_version", STRING, RegistryEntry::asapVersion);
    var repository = shape.optional("repository_url", STRING, RegistryEntry::repositoryUrl);
    var documentation =
        shape.optional("documentation_url", STRING, RegistryEntry::documentationUrl);
    var builtWith = shape.optional("built_with", STRING, RegistryEntry::builtWith);
    var verification = shape.optional("verification", verification(), RegistryEntry::verification);
    var online = shape.optional("online_check", BOOLEAN, RegistryEntry::onlineCheck);
    var hardware = shape.optional("hardware_class", STRING, RegistryEntry::hardwareClass);
    var modes = texts(shape, "inference_modes", RegistryEntry::inferenceModes);
    var io = texts(shape, "hardware_io", RegistryEntry::hardwareIo);
    shape.rest(entry -> new JsonObject());
    return shape.build(
        v ->
            new RegistryEntry(
                v.get(id),
                v.get(name),
                v.get(description),
                map(v.get(endpoints)),
                v.get(skills),
                v.get(category) == null ? null : category(v.get(category)),
                v.get(tags),
                v.get(version),
                v.get(repository),
                v.get(documentation),
                v.get(builtWith),
                v.get(verification),
                v.get(online),
                v.get(hardware),
                v.get(modes),
                v.get(io)));
  }

  private static <T> Field<T, List<String>> texts(
      Shape.Builder<T> shape, String key, Function<? super T, List<String>> getter) {
    return shape.defaulted(key, listOf(STRING, 0), List.of(), getter);
  }

  private static Shape<Manifest.Verification> verification() {
    Shape.Builder<Manifest.Verification> shape = Shape.of("VerificationStatus");
    var status =
        shape.required(
            "status", oneOf("verified", "pending", "rejected"), Manifest.Verification::status);
    var at = shape.optional("verified_at", INSTANT, Manifest.Verification::verifiedAt);
    return shape.build(v -> new Manifest.Verification(v.get(status), v.get(at)));
  }

  private static JsonObject json(Map<String, String> texts) {
    return new JsonObject(new LinkedHashMap<>(texts));
  }

  private static Map<String, String> map(JsonObject texts) {
    return texts.stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                member -> (String) member.getValue(),
                (one, other) -> one,
                LinkedHashMap::new));
  }
}
