package dev.roost.launcher.config;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the configuration together: the file, over it the reference's {@code ASAP_} variables, over
 * them {@code ROOST_} variables, over them {@code --set}.
 */
public final class ConfigLoader {
  private static final Path DEFAULT_FILE = Path.of("conf", "platform.json");

  private final Path home;
  private final Map<String, String> environment;
  private final int javaVersion;
  private final ConfigSchema schema = ConfigSchema.load();

  /**
   * @param home the directory that relative paths in the configuration start from
   * @param environment the process's variables
   */
  public ConfigLoader(Path home, Map<String, String> environment) {
    this(home, environment, Runtime.version().feature());
  }

  ConfigLoader(Path home, Map<String, String> environment, int javaVersion) {
    this.home = requireNonNull(home, "home").toAbsolutePath().normalize();
    this.environment = Map.copyOf(environment);
    this.javaVersion = javaVersion;
  }

  /**
   * Loads the configuration.
   *
   * @param file the file; without one {@code conf/platform.json} below home, if it is there
   * @param sets options of the form {@code http.port=9000}
   * @throws ConfigException with every fault
   */
  public PlatformConfig load(Optional<Path> file, List<String> sets) {
    ConfigDraft draft =
        file.or(this::defaultFile).map(ConfigFile::read).orElseGet(ConfigDraft::empty);
    List<String> warnings = new ArrayList<>(new EnvironmentLayer(schema).apply(environment, draft));
    List<ConfigError> errors = new ArrayList<>(new Overrides(schema.root()).apply(sets, draft));
    ReferenceIdentity.apply(environment, draft);
    List<ConfigError> faults = Faults.of(schema, draft);
    errors.addAll(faults);
    JsonObject full = schema.withDefaults(without(faults, draft.tree()));
    SecretResolver resolver = new SecretResolver(new Secrets(environment, home), draft);
    JsonObject resolved = resolver.resolve(schema.root(), full);
    errors.addAll(Rules.check(draft, full, javaVersion));
    errors.addAll(resolver.errors());
    if (!errors.isEmpty()) {
      throw new ConfigException(errors);
    }
    warnings.addAll(Rules.warnings(full));
    return new PlatformConfig(home, (JsonObject) masked(full), resolved, draft, warnings);
  }

  /** What is left without the faulty places, so that the rest is checked in the same go. */
  private static JsonObject without(List<ConfigError> faults, JsonObject tree) {
    JsonObject rest = (JsonObject) JsonTree.copy(tree);
    faults.stream()
        .map(fault -> Pointer.parse(fault.pointer()))
        .sorted(Comparator.comparing(Pointer::toString).reversed())
        .forEach(pointer -> JsonTree.remove(rest, pointer));
    return rest;
  }

  private Optional<Path> defaultFile() {
    return Optional.of(home.resolve(DEFAULT_FILE)).filter(Files::exists);
  }

  /** References say where a secret is, not what it is, so they stay readable. */
  private static @Nullable Object masked(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      object.forEach(entry -> copy.put(entry.getKey(), masked(entry.getValue())));
      return copy;
    }
    if (value instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(item -> copy.add(masked(item)));
      return copy;
    }
    return value instanceof String text && Secrets.isReference(text) ? "*** " + text : value;
  }
}
