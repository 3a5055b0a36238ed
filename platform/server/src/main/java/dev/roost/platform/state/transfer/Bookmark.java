package dev.roost.platform.state.transfer;

import dev.roost.spi.StateKind;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Remembers in a file how far a migration is, so that another run goes on there. */
final class Bookmark {
  private final Path file;
  private final String migration;

  /**
   * @param migration from where to where
   */
  Bookmark(Path file, String migration) {
    this.file = file;
    this.migration = migration;
  }

  /** A kind, and the last key of it that was written; all kinds before are done. */
  record Place(StateKind kind, String key) {}

  /** Empty if this migration was not begun. */
  Optional<Place> read() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      JsonObject json = new JsonObject(Files.readString(file));
      if (!migration.equals(json.getString("migration"))) {
        throw new TransferException(
            "%s is of another migration, %s; finish that one, or delete the file"
                .formatted(file, json.getString("migration")),
            null);
      }
      return StateKind.of(json.getString("kind"))
          .map(kind -> new Place(kind, json.getString("key")));
    } catch (IOException | DecodeException e) {
      throw new TransferException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  void write(StateKind kind, String key) {
    JsonObject json =
        new JsonObject().put("migration", migration).put("kind", kind.label()).put("key", key);
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path next =
          Files.writeString(file.resolveSibling(file.getFileName() + ".next"), json.encode());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new TransferException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new TransferException("Cannot delete " + file + ": " + e.getMessage(), e);
    }
  }
}
