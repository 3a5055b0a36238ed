package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.foreign.ForeignProgram;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A client in another language, without a line of ours, which holds the conversations that it is
 * told to.
 *
 * @param library what it needs beside its language
 */
record ForeignScript(Language language, String file, Optional<Library> library) {
  private static final int PATIENCE_SECONDS = 60;

  /** What runs a script. */
  enum Language {
    /** Python 3. */
    PYTHON("python3", "python3", "-c", "import %s"),
    /** Node.js. */
    NODE("node", "nodejs", "-e", "require('%s')");

    /** Where Debian puts libraries; only its own Node.js looks there by itself. */
    private static final String NODE_LIBRARIES = "/usr/share/nodejs";

    private final String program;
    private final String debianPackage;
    private final String evaluate;
    private final String load;

    Language(String program, String debianPackage, String evaluate, String load) {
      this.program = program;
      this.debianPackage = debianPackage;
      this.evaluate = evaluate;
      this.load = load;
    }

    private Map<String, String> environment() {
      String own = System.getenv().getOrDefault("NODE_PATH", "");
      return Map.of("NODE_PATH", own + File.pathSeparator + NODE_LIBRARIES);
    }

    private String find(Optional<Library> library) {
      if (library.isEmpty()) {
        return ForeignProgram.find(program, debianPackage);
      }
      Library wanted = library.get();
      List<String> proof = List.of(evaluate, load.formatted(wanted.name()));
      return ForeignProgram.findWith(
          program, wanted.name(), wanted.debianPackage(), proof, environment());
    }
  }

  /** A library, and how to get it. */
  record Library(String name, String debianPackage) {}

  /** One that is content with what its language brings. */
  static ForeignScript of(Language language, String file) {
    return new ForeignScript(language, file, Optional.empty());
  }

  /** One that needs a library. */
  static ForeignScript of(Language language, String file, String library, String debianPackage) {
    return new ForeignScript(language, file, Optional.of(new Library(library, debianPackage)));
  }

  /** Starts it; what it says goes to a file. */
  Conversation start(Path output, String... arguments) throws IOException, URISyntaxException {
    URL script = ForeignScript.class.getResource(file);
    assertThat(script).as(file).isNotNull();
    List<String> begin =
        List.of(language.find(library), Path.of(script.toURI()).toAbsolutePath().toString());
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(begin.stream(), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(language.environment());
    return new Conversation(builder.start(), output);
  }

  /** A script that runs. */
  record Conversation(Process process, Path output) implements AutoCloseable {
    /** Waits until it has said a line. */
    void await(String line) throws Exception {
      Eventually.until(
          () -> {
            boolean said = Files.readAllLines(output).contains(line);
            assertThat(said || process.isAlive()).as(Files.readString(output)).isTrue();
            return said;
          });
    }

    /** Waits for its end; it must be content, and say so. */
    void isContent(String part) throws Exception {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(ended).as("ends: " + Files.readString(output)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
      assertThat(Files.readAllLines(output)).contains("ok " + part);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
