package dev.roost.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rooms, ground floor first. A room imports only rooms earlier in the list. */
final class Rooms {
  private static final List<String> GROUND_FLOOR_FIRST =
      List.of(
          "dev.roost.protocol",
          "dev.roost.agent",
          "dev.roost.spi",
          "dev.roost.outbound",
          "dev.roost.client",
          "dev.roost.platform.state",
          "dev.roost.platform.cluster",
          "dev.roost.platform.task",
          "dev.roost.platform.ledger",
          "dev.roost.platform.auth",
          "dev.roost.platform.discovery",
          "dev.roost.platform.webhook",
          "dev.roost.platform.plugin",
          "dev.roost.platform.gateway",
          "dev.roost.platform.http",
          "dev.roost.platform.websocket",
          "dev.roost.platform.ops",
          "dev.roost.console",
          "dev.roost.launcher");

  private static final List<String> BINDINGS =
      List.of("dev.roost.platform.http", "dev.roost.platform.websocket");

  /** The messages, and all that they may stand on besides the JDK. */
  private static final Map<String, Set<String>> MAY_USE_OF_VERTX =
      Map.of("dev.roost.protocol", Set.of("io.vertx.core.json..", "io.vertx.core.buffer.."));

  private Rooms() {}

  /** One rule for each room but the last. */
  static List<ArchRule> importsOnlyDownwards() {
    List<ArchRule> rules = new ArrayList<>();
    for (int i = 0; i < GROUND_FLOOR_FIRST.size() - 1; i++) {
      String[] above =
          GROUND_FLOOR_FIRST.subList(i + 1, GROUND_FLOOR_FIRST.size()).stream()
              .map(room -> room + "..")
              .toArray(String[]::new);
      rules.add(
          noClasses()
              .that()
              .resideInAPackage(GROUND_FLOOR_FIRST.get(i) + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(above)
              .allowEmptyShould(true));
    }
    return rules;
  }

  /** Bindings know the gateway, not each other. */
  static List<ArchRule> bindingsKeepApart() {
    List<ArchRule> rules = new ArrayList<>();
    for (String binding : BINDINGS) {
      String[] others =
          BINDINGS.stream()
              .filter(other -> !other.equals(binding))
              .map(other -> other + "..")
              .toArray(String[]::new);
      rules.add(
          noClasses()
              .that()
              .resideInAPackage(binding + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others)
              .allowEmptyShould(true));
    }
    return rules;
  }

  /** What a plugin compiles against knows nothing of the platform. */
  static ArchRule pluginApiStandsAlone() {
    return noClasses()
        .that()
        .resideInAnyPackage("dev.roost.protocol..", "dev.roost.agent..", "dev.roost.spi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.roost.platform..", "dev.roost.launcher..", "dev.roost.console..");
  }

  /** A plugin knows only what it compiles against. */
  static ArchRule pluginsKeepOut() {
    return noClasses()
        .that()
        .resideInAPackage("dev.roost.plugins..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.roost.platform..", "dev.roost.launcher..")
        .allowEmptyShould(true);
  }

  /** Messages do no I/O: of Vert.x they use JSON and buffers. */
  static ArchRule messagesDoNoInputOutput() {
    return noClasses()
        .that()
        .resideInAPackage("dev.roost.protocol..")
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                    "io.vertx..", "io.netty..", "java.net..", "java.nio.file..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                            MAY_USE_OF_VERTX.get("dev.roost.protocol").toArray(String[]::new)))));
  }
}
