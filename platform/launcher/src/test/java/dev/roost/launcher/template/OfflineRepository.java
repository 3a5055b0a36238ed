package dev.roost.launcher.template;

import dev.roost.agent.AgentVerticle;
import dev.roost.launcher.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A local Maven repository in which plugin-api is installed, as a user's would be, and everything
 * else is what the user of this machine already has. Nothing is written to the real one.
 */
final class OfflineRepository implements AutoCloseable {
  private final List<Path> links = new ArrayList<>();
  private final Path directory;
  private final Path checkout;

  private OfflineRepository(Path directory, Path checkout) {
    this.directory = directory;
    this.checkout = checkout;
  }

  static OfflineRepository create(Path directory, Path real, Path checkout) throws Exception {
    OfflineRepository repository = new OfflineRepository(directory, checkout);
    repository.link(real, directory, "dev");
    repository.link(real.resolve("dev"), directory.resolve("dev"), "roost");
    repository.install("roost", "pom.xml", false);
    repository.install("plugin-api", "plugin-api/pom.xml", true);
    return repository;
  }

  Path directory() {
    return directory;
  }

  private void link(Path from, Path to, String except) throws IOException {
    Files.createDirectories(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.filter(e -> !e.endsWith(except)).toList()) {
        links.add(Files.createSymbolicLink(to.resolve(entry.getFileName()), entry));
      }
    }
  }

  private void install(String artifact, String pom, boolean jar) throws Exception {
    String version = Version.current();
    Path target = directory.resolve(Path.of("dev", "roost", artifact, version));
    Files.createDirectories(target);
    String name = artifact + "-" + version;
    Files.copy(checkout.resolve(pom), target.resolve(name + ".pom"));
    if (jar) {
      Path classes =
          Path.of(AgentVerticle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      pack(classes, target.resolve(name + ".jar"));
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    if (Files.isRegularFile(classes)) {
      Files.copy(classes, jar);
      return;
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      List<Path> regular = files.filter(Files::isRegularFile).toList();
      for (Path file : regular) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }

  /** Removes the links, so that nothing follows them when the directory is cleaned up. */
  @Override
  public void close() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }
}
