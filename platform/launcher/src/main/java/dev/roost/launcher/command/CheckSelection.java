package dev.roost.launcher.command;

import dev.roost.launcher.check.Category;
import dev.roost.launcher.check.Check;
import dev.roost.launcher.check.Checks;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which checks are tried. */
final class CheckSelection {
  @Option(
      names = "--category",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these: handshake, state, sla (asap-compliance); identity, streaming, errors,"
              + " versioning, batch, audit (harness-v2); interop. All by default.")
  private List<String> categories = List.of();

  @Option(
      names = "--skip",
      paramLabel = "CHECK",
      split = ",",
      description = "Without these checks, by their names.")
  private List<String> skipped = List.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  List<Check> checks() {
    refuseUnknown("--category", categories, Category.labels());
    refuseUnknown("--skip", skipped, Checks.names());
    List<Check> chosen = Checks.all().stream().filter(this::isChosen).toList();
    if (chosen.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "No check is left; leave out some --skip");
    }
    return chosen;
  }

  private boolean isChosen(Check check) {
    return (categories.isEmpty() || categories.contains(check.category().label()))
        && !skipped.contains(check.name());
  }

  private void refuseUnknown(String option, List<String> given, Collection<String> known) {
    for (String name : given) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            option + ": there is no '" + name + "'; there are: " + String.join(", ", known));
      }
    }
  }
}
