package dev.roost.client.oauth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A small file that only its owner can read, replaced as a whole or not at all. Blocks. */
final class PrivateFile {
  private static final long MAX_BYTES = 1 << 20;
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path path;

  PrivateFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  Path path() {
    return path;
  }

  /**
   * What is in it; empty if it is not there.
   *
   * @throws IOException also if others than its owner can read it
   */
  Optional<byte[]> read() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (POSIX && !FILE.containsAll(Files.getPosixFilePermissions(path))) {
      throw new IOException("others than its owner can read it; run: chmod 600 " + path);
    }
    if (Files.size(path) > MAX_BYTES) {
      throw new IOException("it is larger than 1 MiB");
    }
    return Optional.of(Files.readAllBytes(path));
  }

  /** Puts something else in its place; after a crash, the one or the other is there. */
  void replace(byte[] content) throws IOException {
    makeFolder();
    Path next = Files.createTempFile(folder(), path.getFileName() + ".", ".new", attributes(FILE));
    try {
      write(next, content);
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
    synchroniseFolder();
  }

  /** A file beside it that is there to be locked. */
  FileChannel lockFile() throws IOException {
    makeFolder();
    return FileChannel.open(
        path.resolveSibling(path.getFileName() + ".lock"),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        attributes(FILE));
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private void makeFolder() throws IOException {
    Files.createDirectories(folder(), attributes(FOLDER));
  }

  /** So that the new name outlives a power failure. */
  private void synchroniseFolder() throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder(), StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private Path folder() {
    return path.resolveSibling(".").normalize();
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
