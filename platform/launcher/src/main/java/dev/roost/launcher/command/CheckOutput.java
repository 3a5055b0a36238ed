package dev.roost.launcher.command;

import dev.roost.launcher.check.Category;
import dev.roost.launcher.check.Finding;
import dev.roost.launcher.check.Outcome;
import dev.roost.launcher.check.Report;
import dev.roost.launcher.check.Result;
import dev.roost.launcher.check.Score;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/** Prints what a run of checks found. */
final class CheckOutput {
  private CheckOutput() {}

  static void print(Report report, Console console) {
    if (console.json()) {
      console.print(json(report));
    } else {
      table(report, console);
    }
  }

  private static void table(Report report, Console console) {
    Table table = new Table("CATEGORY", "CHECK", "RESULT", "MESSAGE");
    for (Result result : report.results()) {
      table.row(
          result.check().category().label(),
          result.check().name(),
          word(result.outcome()),
          result.outcome().message());
    }
    table.print(console);
    console.print("");
    report.scores().forEach((suite, score) -> console.print(line(suite.label(), score)));
    console.print(line("all", report.score()) + remainder(report));
  }

  /** A failure is to be seen at a glance. */
  private static String word(Outcome outcome) {
    String word = outcome.label().replace('_', ' ');
    return outcome instanceof Outcome.Failed ? word.toUpperCase(Locale.ROOT) : word;
  }

  private static String line(String name, Score score) {
    return String.format(Locale.ROOT, "%-16s %s passed", name, score);
  }

  private static String remainder(Report report) {
    return report.notChecked() == 0 ? "" : ", " + report.notChecked() + " not checked";
  }

  private static JsonObject json(Report report) {
    JsonObject scores = new JsonObject();
    report.scores().forEach((suite, score) -> scores.put(suite.label(), json(score)));
    return new JsonObject()
        .put("url", report.root().toString())
        .put("passed", report.passed())
        .put("score", report.score().share())
        .put("scores", scores)
        .put("not_checked", report.notChecked())
        .put("categories_run", categories(report))
        .put("checks", checks(report));
  }

  private static JsonObject json(Score score) {
    return new JsonObject()
        .put("passed", score.passed())
        .put("total", score.total())
        .put("score", score.share());
  }

  private static JsonArray categories(Report report) {
    JsonArray names = new JsonArray();
    report.results().stream()
        .map(result -> result.check().category())
        .distinct()
        .map(Category::label)
        .forEach(names::add);
    return names;
  }

  private static JsonArray checks(Report report) {
    JsonArray checks = new JsonArray();
    report.results().stream().map(CheckOutput::json).forEach(checks::add);
    return checks;
  }

  private static JsonObject json(Result result) {
    JsonObject json =
        new JsonObject()
            .put("name", result.check().name())
            .put("category", result.check().category().label())
            .put("passed", result.outcome() instanceof Outcome.Passed)
            .put("result", result.outcome().label())
            .put("message", result.outcome().message())
            .put("asks", result.check().asks());
    if (result.outcome() instanceof Outcome.Failed failed) {
      json.put("details", json(failed.finding()));
    }
    return json;
  }

  private static JsonObject json(Finding finding) {
    return new JsonObject(
        Map.of(
            "where", finding.where(),
            "expected", finding.expected(),
            "came", finding.came(),
            "advice", finding.advice()));
  }
}
