package dev.roost.platform.plugin;

import dev.roost.platform.plugin.Candidate.Broken;
import dev.roost.platform.plugin.Candidate.Ready;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the plugins directory. A file is taken when two scans in a row have seen it unchanged;
 * when it then turns out to be incomplete, it gets some more time, since a copy may pause.
 */
final class Intake {
  /** So long after its last change an incomplete file may still be on its way. */
  static final long ARRIVAL_MILLIS = 2_000;

  private static final int MAX_FILES = 1_000;

  /** A file that is gone for so long is gone; shorter, somebody may be exchanging it. */
  private static final long ABSENCE_MILLIS = 500;

  private static final String SUFFIX = ".jar";
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final Path directory;
  private final PluginStore store;
  private final Map<String, Candidate> candidates = new TreeMap<>();
  private boolean first = true;

  Intake(Path directory, PluginStore store) {
    this.directory = directory;
    this.store = store;
  }

  /** The files as the last scan found them, by name. */
  Collection<Candidate> candidates() {
    return candidates.values();
  }

  /** Looks once. */
  void scan() throws IOException {
    Map<String, BasicFileAttributes> files = list();
    files.forEach(this::see);
    long now = System.nanoTime();
    candidates
        .values()
        .removeIf(
            candidate ->
                !files.containsKey(candidate.name())
                    && candidate.absentMillis(now) >= ABSENCE_MILLIS);
    first = false;
  }

  private void see(String name, BasicFileAttributes attributes) {
    FileStamp stamp = FileStamp.of(attributes);
    Candidate known = candidates.get(name);
    if (known != null && known.stamp().equals(stamp)) {
      known.present();
      if (known.isArriving()) {
        examine(known, attributes);
      }
      return;
    }
    Candidate fresh = new Candidate(name, stamp, System.nanoTime());
    candidates.put(name, fresh);
    if (first && isOld(attributes)) {
      examine(fresh, attributes);
    }
  }

  private void examine(Candidate candidate, BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      candidate.settle(
          new Broken(
              attributes.isSymbolicLink()
                  ? "is a symbolic link; put the jar itself into the directory"
                  : "is not a regular file"));
    } else if (attributes.size() > PluginStore.MAX_BYTES) {
      candidate.settle(new Broken("is larger than " + PluginStore.MAX_BYTES + " bytes"));
    } else {
      take(candidate, attributes);
    }
  }

  private void take(Candidate candidate, BasicFileAttributes attributes) {
    Path file = directory.resolve(candidate.name());
    try {
      VerifiedPlugin plugin = store.take(file);
      if (FileStamp.of(attributes(file)).equals(candidate.stamp())) {
        candidate.settle(new Ready(plugin));
      }
    } catch (PluginException e) {
      if (!e.isIncomplete() || isSettled(candidate, attributes)) {
        candidate.settle(new Broken(e.reason()));
      }
    } catch (NoSuchFileException e) {
      LOG.atDebug().addKeyValue("file", file).log("A plugin vanished while it was read");
    } catch (IOException | RuntimeException e) {
      candidate.settle(new Broken("cannot be read: " + e));
    }
  }

  private boolean isSettled(Candidate candidate, BasicFileAttributes attributes) {
    long waited = (System.nanoTime() - candidate.sinceNanos()) / 1_000_000;
    return waited >= ARRIVAL_MILLIS || (first && isOld(attributes));
  }

  /** At the start, what has not changed for a while need not be watched before it is taken. */
  private static boolean isOld(BasicFileAttributes attributes) {
    return System.currentTimeMillis() - attributes.lastModifiedTime().toMillis() > ARRIVAL_MILLIS;
  }

  private Map<String, BasicFileAttributes> list() throws IOException {
    Map<String, BasicFileAttributes> files = new TreeMap<>();
    if (!Files.isDirectory(directory)) {
      return files;
    }
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, Intake::isNamedLikeJar)) {
      for (Path entry : entries) {
        if (files.size() == MAX_FILES) {
          LOG.atWarn()
              .addKeyValue("directory", directory)
              .addKeyValue("limit", MAX_FILES)
              .log("The plugins directory holds too many files; the rest is left out");
          break;
        }
        add(files, entry);
      }
    }
    return files;
  }

  private static void add(Map<String, BasicFileAttributes> files, Path entry) throws IOException {
    try {
      BasicFileAttributes attributes = attributes(entry);
      if (!attributes.isDirectory()) {
        files.put(entry.getFileName().toString(), attributes);
      }
    } catch (NoSuchFileException e) {
      LOG.atDebug().addKeyValue("file", entry).log("A plugin vanished during a scan");
    }
  }

  private static boolean isNamedLikeJar(Path entry) {
    String name = entry.getFileName().toString();
    return name.endsWith(SUFFIX) && !name.startsWith(".");
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
