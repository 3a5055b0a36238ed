package dev.roost.platform.state.sqlite;

import dev.roost.platform.state.StateOpenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file of a database: who may read it, and who has it. */
final class SqliteFile implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ENTERS =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final FileChannel guard;
  private final FileLock lock;

  private SqliteFile(Path path, FileChannel guard, FileLock lock) {
    this.path = path;
    this.guard = guard;
    this.lock = lock;
  }

  /**
   * Makes the file if it is missing, readable for its owner only, and keeps other processes out.
   *
   * @throws StateOpenException if that does not work
   */
  static SqliteFile open(Path path) {
    Path file = path.toAbsolutePath().normalize();
    try {
      makeFolder(file.getParent());
      make(file);
      return locked(file);
    } catch (IOException e) {
      throw new StateOpenException(
          "Cannot write the state to %s (state.sqlite.path): %s; choose a path that this user may write to, or make its folder writable"
              .formatted(file, reason(e)),
          e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason()
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }

  private static void makeFolder(@Nullable Path folder) throws IOException {
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder, owners(OWNER_ENTERS));
    }
  }

  private static void make(Path file) throws IOException {
    try {
      Files.createFile(file, owners(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isRegularFile(file)) {
        throw e;
      }
      if (isPosix()) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
    }
  }

  private static FileAttribute<?>[] owners(Set<PosixFilePermission> permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static SqliteFile locked(Path file) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".lock");
    FileChannel guard =
        FileChannel.open(
            beside,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            owners(OWNER_ONLY));
    FileLock lock = tryLock(guard);
    if (lock == null) {
      guard.close();
      throw new StateOpenException(
          "%s (state.sqlite.path) is in use by another platform; stop it, or choose another path"
              .formatted(file),
          null);
    }
    return new SqliteFile(file, guard, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel guard) throws IOException {
    try {
      return guard.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.release();
      guard.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
