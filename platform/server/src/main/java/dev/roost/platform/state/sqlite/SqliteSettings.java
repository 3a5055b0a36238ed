package dev.roost.platform.state.sqlite;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.state.GroupCommit;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Which file, and how it is used.
 *
 * @param path the file
 * @param readers how many read at the same time
 * @param maxPages how many pages of 4 KiB the file may have; asked whenever it is opened
 * @param commitRows with how many rows a commit is full
 */
public record SqliteSettings(Path path, int readers, LongSupplier maxPages, int commitRows) {
  private static final int READERS = 4;

  /** SQLite's own bound. */
  private static final long ALL_PAGES = 4_294_967_294L;

  /** Refuses missing parts. */
  public SqliteSettings {
    requireNonNull(path, "path");
    requireNonNull(maxPages, "maxPages");
  }

  /** As shipped. */
  public static SqliteSettings of(Path path) {
    return new SqliteSettings(path, READERS, () -> ALL_PAGES, GroupCommit.MAX_CHANGES);
  }

  /** The same, each transaction by a commit of its own: to see what committing together brings. */
  public SqliteSettings oneByOne() {
    return new SqliteSettings(path, readers, maxPages, 1);
  }
}
