package dev.roost.launcher.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reference's variables about tokens of identity providers. As there, they fill in what the
 * configuration does not say, so they come after all layers: {@code ASAP_AUTH_ISSUER} with {@code
 * ASAP_AUTH_AUDIENCE} where no issuer is configured, {@code ASAP_AUTH_CUSTOM_CLAIM} and {@code
 * ASAP_AUTH_SUBJECT_MAP} for every issuer that has none.
 */
final class ReferenceIdentity {
  private static final String ISSUER = "ASAP_AUTH_ISSUER";
  private static final String AUDIENCE = "ASAP_AUTH_AUDIENCE";
  private static final String CLAIM = "ASAP_AUTH_CUSTOM_CLAIM";
  private static final String SUBJECTS = "ASAP_AUTH_SUBJECT_MAP";
  private static final Pointer ISSUERS = Pointer.of("auth", "oauth2", "issuers");

  private final Map<String, String> environment;
  private final ConfigDraft draft;

  private ReferenceIdentity(Map<String, String> environment, ConfigDraft draft) {
    this.environment = environment;
    this.draft = draft;
  }

  /** Lays the variables under the draft. */
  static void apply(Map<String, String> environment, ConfigDraft draft) {
    ReferenceIdentity variables = new ReferenceIdentity(environment, draft);
    variables.issuer();
    JsonArray issuers = variables.issuers();
    for (int i = 0; i < issuers.size(); i++) {
      if (issuers.getValue(i) instanceof JsonObject entry) {
        variables.identity(entry, ISSUERS.child(String.valueOf(i)));
      }
    }
  }

  private JsonArray issuers() {
    return JsonTree.find(draft.tree(), ISSUERS).orElse(null) instanceof JsonArray list
        ? list
        : new JsonArray();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private void issuer() {
    Optional<String> issuer = variable(ISSUER);
    if (issuer.isPresent() && issuers().isEmpty()) {
      JsonObject entry = new JsonObject().put("issuer", issuer.get());
      variable(AUDIENCE).ifPresent(names -> entry.put("audience", audience(names)));
      draft.set(ISSUERS, new JsonArray().add(entry), ISSUER);
    }
  }

  /** Several are parted by commas, as for the reference. */
  private static Object audience(String names) {
    List<String> list =
        Stream.of(names.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    return list.size() == 1 ? list.get(0) : new JsonArray(list);
  }

  private void identity(JsonObject entry, Pointer pointer) {
    variable(CLAIM)
        .ifPresent(claim -> draft.fill(entry, pointer.child("identityClaim"), claim, CLAIM));
    variable(SUBJECTS)
        .ifPresent(text -> draft.fill(entry, pointer.child("subjects"), subjects(text), SUBJECTS));
  }

  /** Subjects may stand alone or in a list; what is neither is left for the schema to refuse. */
  private static Object subjects(String text) {
    if (!(parsed(text) instanceof JsonObject given)) {
      return text;
    }
    JsonObject subjects = new JsonObject();
    for (String agent : List.copyOf(given.fieldNames())) {
      Object value = given.getValue(agent);
      subjects.put(agent, value instanceof String one ? new JsonArray().add(one) : value);
    }
    return subjects;
  }

  private static @Nullable Object parsed(String text) {
    try {
      return LocatedJson.parse(text).value();
    } catch (MalformedJsonException e) {
      return null;
    }
  }
}
