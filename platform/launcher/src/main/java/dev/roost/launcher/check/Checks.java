package dev.roost.launcher.check;

import java.util.List;
import java.util.stream.Stream;

/** All checks, those of the reference's harnesses first. */
public final class Checks {
  private static final List<Check> ALL =
      Stream.of(
              HandshakeChecks.all(),
              StateChecks.all(),
              SlaChecks.all(),
              HarnessChecks.all(),
              AnswerChecks.all(),
              MessageChecks.all(),
              RefusalChecks.all(),
              DiscoveryChecks.all(),
              StreamChecks.all())
          .flatMap(List::stream)
          .toList();

  private Checks() {}

  /** All of them. */
  public static List<Check> all() {
    return ALL;
  }

  /** Their names. */
  public static List<String> names() {
    return ALL.stream().map(Check::name).toList();
  }
}
