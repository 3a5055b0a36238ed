package dev.roost.launcher.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.agent.AgentVerticle;
import dev.roost.launcher.command.Cli;
import dev.roost.launcher.command.Cli.Run;
import io.vertx.core.json.JsonObject;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTemplateTest {
  @TempDir private Path directory;

  @Test
  void theProjectIsCompleteAndCompiles() throws Exception {
    // When
    Run run = roost("new", "agent", "weather-report", "--package", "com.acme.weather");

    // Then
    Path project = directory.resolve("weather-report");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(files(project))
        .containsExactlyInAnyOrder(
            ".gitignore",
            "README.md",
            "pom.xml",
            "src/main/java/com/acme/weather/WeatherReportAgent.java",
            "src/main/resources/META-INF/roost/plugin.json",
            "src/test/java/com/acme/weather/WeatherReportAgentTest.java");
    for (String file : files(project)) {
      assertThat(Files.readString(project.resolve(file)))
          .doesNotContainPattern("@[a-z]+[a-zA-Z]*@");
    }
    compile(project);
  }

  @Test
  void theDescriptorNamesAnAgentThatCanBeCreated() throws Exception {
    // Given
    roost("new", "agent", "weather");
    Path project = directory.resolve("weather");
    Path classes = compile(project);

    // When
    JsonObject descriptor =
        new JsonObject(
            Files.readString(project.resolve("src/main/resources/META-INF/roost/plugin.json")));

    // Then
    assertThat(descriptor)
        .isEqualTo(
            new JsonObject(
                """
                {"id":"weather","version":"1.0.0","api":"1","kind":"agent",
                 "main":"com.example.weather.WeatherAgent",
                 "agents":[{"urn":"urn:asap:agent:weather"}]}
                """));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Object agent = loader.loadClass(descriptor.getString("main")).getConstructor().newInstance();
      assertThat(agent).isInstanceOf(AgentVerticle.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Weather", "a", "9lives", "two words", "a--b", "a-", "../x", "ünder"})
  void refusesNamesThatAreNone(String name) throws Exception {
    // When
    Run run = roost("new", "agent", name);

    // Then
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'" + name + "' is no good");
    assertThat(files(directory)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.example.class", "com..x", "a-b", "/etc"})
  void refusesPackagesThatAreNone(String packageName) {
    // When
    Run run = roost("new", "agent", "weather", "--package", packageName);

    // Then
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("not the name of a Java package");
  }

  @Test
  void overwritesNothing() throws Exception {
    // Given
    Path mine = Files.createDirectories(directory.resolve("weather")).resolve("notes.txt");
    Files.writeString(mine, "mine");

    // When
    Run run = roost("new", "agent", "weather");
    Run elsewhere = roost("new", "agent", "weather", "--directory", "other/place", "--json");

    // Then
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("is not an empty directory");
    assertThat(files(directory.resolve("weather"))).containsExactly("notes.txt");
    assertThat(new JsonObject(elsewhere.out()).getString("urn"))
        .isEqualTo("urn:asap:agent:weather");
    assertThat(directory.resolve("other/place/pom.xml")).exists();
  }

  private Run roost(String... arguments) {
    return new Cli(directory, Map.of()).run(arguments);
  }

  private static List<String> files(Path root) throws Exception {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(Files::isRegularFile).map(p -> root.relativize(p).toString()).toList();
    }
  }

  private Path compile(Path project) throws Exception {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Path> sources =
        files(project).stream().filter(f -> f.endsWith(".java")).map(project::resolve).toList();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  manager,
                  null,
                  List.of(
                      "--release",
                      "17",
                      "-proc:none",
                      "-d",
                      classes.toString(),
                      "-cp",
                      System.getProperty("java.class.path")),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as("the sources compile").isTrue();
    }
    return classes;
  }
}
