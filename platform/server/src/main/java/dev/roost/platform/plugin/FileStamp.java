package dev.roost.platform.plugin;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What changes when a file is written or exchanged.
 *
 * @param size in bytes
 * @param modified when it was last written
 * @param key the file behind the name (its inode), where the file system tells
 */
record FileStamp(long size, FileTime modified, @Nullable Object key) {
  static FileStamp of(BasicFileAttributes attributes) {
    return new FileStamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }
}
