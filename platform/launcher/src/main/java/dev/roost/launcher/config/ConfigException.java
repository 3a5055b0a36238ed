package dev.roost.launcher.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; carries every fault, not only the first. */
public final class ConfigException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient List<ConfigError> errors;

  ConfigException(List<ConfigError> errors) {
    super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  static ConfigException of(String pointer, String source, String problem) {
    return new ConfigException(List.of(new ConfigError(pointer, source, problem)));
  }

  /** The faults, at least one. */
  public List<ConfigError> errors() {
    return errors;
  }
}
