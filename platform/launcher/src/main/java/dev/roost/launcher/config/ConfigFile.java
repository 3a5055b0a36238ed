package dev.roost.launcher.config;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the configuration's file. */
final class ConfigFile {
  private static final long MAX_BYTES = 16 << 20;

  private ConfigFile() {}

  /**
   * @throws ConfigException if it cannot be read or is not a JSON object
   */
  static ConfigDraft read(Path file) {
    String name = file.toString();
    try {
      LocatedJson document = LocatedJson.parse(text(file));
      if (document.value() instanceof JsonObject tree) {
        return ConfigDraft.of(tree, document.lines(), name);
      }
      throw ConfigException.of("", name + ":1", "the configuration must be a JSON object");
    } catch (MalformedJsonException e) {
      String where = e.line() < 1 ? "" : " at line " + e.line() + ", column " + e.column();
      throw ConfigException.of("", name, "not valid JSON" + where + ": " + e.getMessage());
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw ConfigException.of("", file.toString(), "the file is larger than 16 MiB");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw ConfigException.of("", file.toString(), "there is no such configuration file");
    } catch (CharacterCodingException e) {
      throw ConfigException.of("", file.toString(), "the file is not UTF-8 text");
    } catch (IOException e) {
      throw ConfigException.of("", file.toString(), "cannot read the file: " + e);
    }
  }
}
