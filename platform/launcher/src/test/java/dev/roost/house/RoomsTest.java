package dev.roost.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The house as built keeps its rules, and the rules notice one who does not. */
class RoomsTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.roost");

  @TempDir private Path folder;

  static Stream<ArchRule> rules() {
    return Stream.of(
            Rooms.importsOnlyDownwards(),
            Rooms.bindingsKeepApart(),
            List.of(
                Rooms.pluginApiStandsAlone(),
                Rooms.pluginsKeepOut(),
                Rooms.messagesDoNoInputOutput()))
        .flatMap(List::stream);
  }

  @Test
  void theRoomsBesideThePlatformAreSeen() {
    assertThat(HOUSE.contain("dev.roost.outbound.OutboundGuard")).isTrue();
    assertThat(HOUSE.contain("dev.roost.client.AsapClient")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theHouseKeepsTheRule(ArchRule rule) {
    rule.check(HOUSE);
  }

  static Stream<Arguments> violations() {
    return Stream.of(
        Arguments.of(
            "a binding that imports another",
            "dev.roost.platform.websocket",
            "dev.roost.platform.http.Answers",
            Rooms.bindingsKeepApart()),
        Arguments.of(
            "a class of the plugin API that imports the platform",
            "dev.roost.agent",
            "dev.roost.platform.task.LiveTasks",
            List.of(Rooms.pluginApiStandsAlone())),
        Arguments.of(
            "a room that imports one above it",
            "dev.roost.platform.task",
            "dev.roost.platform.gateway.MessageGateway",
            Rooms.importsOnlyDownwards()),
        Arguments.of(
            "the way out that imports the client",
            "dev.roost.outbound",
            "dev.roost.client.AsapClient",
            Rooms.importsOnlyDownwards()),
        Arguments.of(
            "the client that imports the platform",
            "dev.roost.client",
            "dev.roost.platform.task.LiveTasks",
            Rooms.importsOnlyDownwards()),
        Arguments.of(
            "a plugin that imports the platform",
            "dev.roost.plugins.curious",
            "dev.roost.platform.task.LiveTasks",
            List.of(Rooms.pluginsKeepOut())),
        Arguments.of(
            "a message that does I/O",
            "dev.roost.protocol",
            "io.vertx.core.Vertx",
            List.of(Rooms.messagesDoNoInputOutput())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void theRuleNotices(String what, String room, String imported, List<ArchRule> rules)
      throws IOException {
    // Given
    JavaClasses sample = compile(room, imported);

    // When, Then
    assertThat(rules)
        .anySatisfy(
            rule ->
                assertThatThrownBy(() -> rule.check(sample)).isInstanceOf(AssertionError.class));
  }

  private JavaClasses compile(String room, String imported) throws IOException {
    Path source = folder.resolve("Violation.java");
    Files.writeString(source, "package " + room + "; class Violation { " + imported + " there; }");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
    assertThat(failed).isZero();
    return new ClassFileImporter().importPath(folder);
  }
}
