package dev.roost.platform.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The platform's private copies of plugins, by content: {@code <folder>/<id>/<sha256>.jar}. What is
 * hashed and verified is the copy, and the copy is what is loaded: nobody can exchange it between.
 */
final class PluginStore {
  static final long MAX_BYTES = 50L * 1024 * 1024;

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final FolderLock lock;
  private Path folder;

  /**
   * @param folder where the copies go; a platform that runs in the same place has taken it, and
   *     then its neighbour {@code <folder>-2} is used
   */
  PluginStore(Path folder) {
    this.folder = folder;
    this.lock = new FolderLock(folder);
  }

  /** Begins empty: copies of an earlier run serve nobody. */
  void open() throws IOException {
    folder = lock.take();
    for (Path home : children(folder)) {
      if (!lock.isLockFile(home)) {
        deleteTree(home);
      }
    }
    createPrivate(folder);
  }

  /** Leaves the folder to the next. */
  void close() {
    lock.release();
  }

  /**
   * Copies a jar and verifies the copy.
   *
   * @throws PluginException if it is refused
   */
  VerifiedPlugin take(Path source) throws IOException {
    Path incoming = Files.createTempFile(folder, ".incoming-", ".jar");
    try {
      copy(source, incoming);
      String sha256 = hash(incoming);
      PluginDescriptor descriptor = JarCheck.verify(incoming);
      Path home = folder.resolve(descriptor.id());
      createPrivate(home);
      Path copy = home.resolve(sha256 + ".jar");
      Files.move(incoming, copy, StandardCopyOption.REPLACE_EXISTING);
      return new VerifiedPlugin(descriptor, copy, sha256);
    } finally {
      Files.deleteIfExists(incoming);
    }
  }

  /** Deletes the copies that are not in {@code used}. */
  void clean(Set<Path> used) throws IOException {
    for (Path home : children(folder)) {
      for (Path copy : children(home)) {
        if (!used.contains(copy)) {
          Files.deleteIfExists(copy);
        }
      }
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS);
        OutputStream out = Files.newOutputStream(target, StandardOpenOption.TRUNCATE_EXISTING)) {
      byte[] chunk = new byte[65_536];
      long size = 0;
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        size += n;
        if (size > MAX_BYTES) {
          throw new PluginException("is larger than " + MAX_BYTES + " bytes");
        }
        out.write(chunk, 0, n);
      }
    }
  }

  private static String hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[65_536];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static void createPrivate(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileStore store = Files.getFileStore(directory);
    if (store.supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(directory, PRIVATE);
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.toList();
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
