package dev.roost.launcher.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes the project of a new agent. */
public final class AgentTemplate {
  /** Resource to file; resources are named so that no tool takes them for sources of ours. */
  private static final Map<String, String> FILES = files();

  private AgentTemplate() {}

  private static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml.txt", "pom.xml");
    files.put("readme.txt", "README.md");
    files.put("gitignore.txt", ".gitignore");
    files.put("plugin.json.txt", "src/main/resources/META-INF/roost/plugin.json");
    files.put("Agent.java.txt", "src/main/java/@packagePath@/@class@.java");
    files.put("AgentTest.java.txt", "src/test/java/@packagePath@/@class@Test.java");
    return files;
  }

  /**
   * Writes the project.
   *
   * @param directory where; must not exist or be empty
   * @return the files, relative to {@code directory}
   * @throws FileAlreadyExistsException if there is something in {@code directory}
   */
  public static List<Path> write(AgentProject project, Path directory) throws IOException {
    if (Files.exists(directory) && !isEmptyDirectory(directory)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
    Map<String, String> values = project.values();
    List<Path> written = new ArrayList<>();
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path relative = Path.of(fill(file.getValue(), values));
      Path target = directory.resolve(relative);
      Files.createDirectories(target.getParent());
      Files.writeString(target, fill(resource(file.getKey()), values));
      written.add(relative);
    }
    return written;
  }

  private static boolean isEmptyDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  private static String fill(String text, Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    return filled;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = AgentTemplate.class.getResourceAsStream("agent/" + name)) {
      if (in == null) {
        throw new IllegalStateException("agent/" + name + " is missing from the program's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
