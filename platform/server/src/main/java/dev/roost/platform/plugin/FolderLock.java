package dev.roost.platform.plugin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a folder for this process alone: two platforms may run from one place. */
final class FolderLock {
  private static final int MAX_NEIGHBOURS = 64;
  private static final String LOCK_FILE = ".lock";
  private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

  private final Path wanted;
  private @Nullable FileChannel channel;

  FolderLock(Path wanted) {
    this.wanted = wanted;
  }

  /**
   * Takes the folder, or the first neighbour that is free.
   *
   * @throws IOException if none is
   */
  Path take() throws IOException {
    for (int i = 1; i <= MAX_NEIGHBOURS; i++) {
      Path folder = i == 1 ? wanted : wanted.resolveSibling(wanted.getFileName() + "-" + i);
      Files.createDirectories(folder);
      if (tryLock(folder.resolve(LOCK_FILE))) {
        return folder;
      }
    }
    throw new IOException(
        wanted + " and " + MAX_NEIGHBOURS + " neighbours are in use by other platforms");
  }

  private boolean tryLock(Path file) throws IOException {
    FileChannel opened =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = opened.tryLock();
      if (lock != null) {
        channel = opened;
        return true;
      }
    } catch (OverlappingFileLockException e) {
      LOG.atDebug()
          .addKeyValue("file", file)
          .log("Another platform in this process has the folder");
    }
    opened.close();
    return false;
  }

  boolean isLockFile(Path file) {
    return file.getFileName().toString().equals(LOCK_FILE);
  }

  void release() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("The folder of plugin copies could not be left");
    }
  }
}
