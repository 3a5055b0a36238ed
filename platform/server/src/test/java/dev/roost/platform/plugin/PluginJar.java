package dev.roost.platform.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** Makes plugins for tests: compiles sources and packs them with a descriptor. */
public final class PluginJar {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private PluginJar() {}

  /** An empty jar. */
  public static PluginJar empty() {
    return new PluginJar();
  }

  /** The same entries; either can be added to. */
  public PluginJar copy() {
    PluginJar copy = new PluginJar();
    copy.entries.putAll(entries);
    return copy;
  }

  /** Compiles a class; {@code className} is qualified, {@code source} the whole file. */
  public PluginJar source(String className, String source) {
    try {
      Path folder = Files.createTempDirectory("plugin-source");
      Path file = folder.resolve(className.substring(className.lastIndexOf('.') + 1) + ".java");
      Files.writeString(file, source);
      return sources(List.of(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compiles all classes below a folder, and adds the plugin's descriptor beside it. */
  public static PluginJar ofModule(Path main) {
    try (Stream<Path> tree = Files.walk(main.resolve("java"))) {
      return empty()
          .sources(tree.filter(file -> file.toString().endsWith(".java")).toList())
          .descriptor(Files.readString(main.resolve("resources/META-INF/roost/plugin.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private PluginJar sources(List<Path> files) throws IOException {
    Path classes = Files.createTempDirectory("plugin-classes");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-nowarn",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString()));
    files.forEach(file -> arguments.add(file.toString()));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new IllegalArgumentException("does not compile: " + files);
    }
    addTree(classes);
    return this;
  }

  /** Adds an entry of any name. */
  public PluginJar entry(String name, String text) {
    entries.put(name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** The descriptor, as it is to stand in the jar. */
  public PluginJar descriptor(String json) {
    return entry("META-INF/roost/plugin.json", json);
  }

  /** A descriptor with one agent. */
  public PluginJar descriptor(String id, String version, String main, String urn) {
    return descriptor(
        """
        {"id":"%s","version":"%s","api":"1","kind":"agent","main":"%s","agents":[{"urn":"%s"}]}
        """
            .formatted(id, version, main, urn));
  }

  /** The jar's bytes. */
  public byte[] bytes() {
    try {
      Path file = Files.createTempFile("plugin", ".zip");
      write(file);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the jar in place: half-written for a moment. */
  public Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  /** Puts the jar at {@code file} with one rename. */
  public Path moveTo(Path file) throws IOException {
    Path hidden = Files.createTempFile(file.getParent(), ".arriving", ".part");
    write(hidden);
    return Files.move(
        hidden, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void addTree(Path classes) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(classes)) {
      files = tree.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      entries.put(classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
    }
  }
}
