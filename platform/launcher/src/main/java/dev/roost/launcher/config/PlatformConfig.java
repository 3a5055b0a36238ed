package dev.roost.launcher.config;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The configuration as it holds: checked, every default filled in, secrets resolved. */
public final class PlatformConfig {
  private static final Set<String> BUILT_IN =
      Set.of("http", "websocket", "management", "auth", "task", "webhook", "plugin");

  private final Path home;
  private final JsonObject shown;
  private final JsonObject resolved;
  private final ConfigDraft draft;
  private final List<String> warnings;

  PlatformConfig(
      Path home, JsonObject shown, JsonObject resolved, ConfigDraft draft, List<String> warnings) {
    this.home = home;
    this.shown = shown;
    this.resolved = resolved;
    this.draft = draft;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * A section, such as {@code http}, with every key of the schema in it; read-only. A secret in it
   * is a {@link dev.roost.spi.Secret}: fetch it by {@code getValue}.
   *
   * @throws IllegalArgumentException if there is no such section
   */
  public JsonObject section(String name) {
    JsonObject section = resolved.getJsonObject(name);
    if (section == null) {
      throw new IllegalArgumentException(
          "there is no section '" + name + "'; there are " + resolved.fieldNames());
    }
    return section;
  }

  /** How one of the platform's own verticles runs: http, management, auth, task or plugin. */
  public VerticleSettings builtIn(String name) {
    if (!BUILT_IN.contains(name)) {
      throw new IllegalArgumentException("'" + name + "' is not one of " + BUILT_IN);
    }
    return VerticleSettings.of(name, section("verticles").getJsonObject(name));
  }

  /** The operator's own verticles, in the order of the file. */
  public List<VerticleSettings> ownVerticles() {
    JsonObject verticles = section("verticles");
    return verticles.fieldNames().stream()
        .filter(name -> !BUILT_IN.contains(name))
        .map(name -> VerticleSettings.of(name, verticles.getJsonObject(name)))
        .toList();
  }

  /** The directory that relative paths start from. */
  public Path home() {
    return home;
  }

  /** Where a path of the configuration leads. */
  public Path resolve(String path) {
    return home.resolve(requireNonNull(path, "path")).normalize();
  }

  /**
   * Where a value came from, such as {@code conf/platform.json:12}, {@code --set http.port} or a
   * variable's name; empty if it is the default.
   *
   * @param pointer a JSON pointer, such as {@code /http/port}
   */
  public Optional<String> source(String pointer) {
    return draft.source(Pointer.parse(pointer));
  }

  /** What the operator should know though it does not stop the start. */
  public List<String> warnings() {
    return warnings;
  }

  /** The whole configuration for people to read; secrets are masked. */
  public JsonObject masked() {
    return shown.copy();
  }
}
