package dev.roost.bench.load;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Prints results as Markdown: lowest - **median** - highest. */
final class Report {
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  void machine(List<String> facts) {
    out.println();
    facts.forEach(fact -> out.println("- " + fact));
  }

  void rounds(String title, List<Round> rounds) {
    out.printf("%n### %s, %d rounds%n%n", title, rounds.size());
    out.println("| | bare | roost | roost / bare |");
    out.println("|---|---|---|---|");
    row("requests/s", rounds, 0, Measurement::requestsPerSecond);
    row("p50 ms", rounds, 2, Measurement::p50);
    row("p99 ms", rounds, 2, Measurement::p99);
    row("CPU us/request", rounds, 1, Measurement::cpuMicros);
    row("RSS MiB", rounds, 0, Measurement::residentMib);
  }

  private void row(
      String name, List<Round> rounds, int decimals, ToDoubleFunction<Measurement> figure) {
    out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s |%n",
        name,
        Spread.of(rounds, round -> figure.applyAsDouble(round.bare())).text(decimals),
        Spread.of(rounds, round -> figure.applyAsDouble(round.roost())).text(decimals),
        Spread.of(rounds, round -> round.ratio(figure)).text(2));
  }

  void starts(List<StartRun.Pair> pairs) {
    out.printf("%n### Start to first answer, %d starts%n%n", pairs.size());
    out.println("| | bare | roost | roost - bare |");
    out.println("|---|---|---|---|");
    startRow("ms", pairs, 0, StartRun.Start::millis);
    startRow("CPU s", pairs, 2, StartRun.Start::cpuSeconds);
  }

  void streams(List<StreamsRun.Result> results, Options options) {
    out.printf(
        "%n### %d slow readers of streams; the others %d requests/s, %d connections, %d s;"
            + " %d rounds%n%n",
        StreamsRun.READERS,
        options.rate(),
        options.connections(),
        options.seconds(),
        results.size());
    out.println("| | |");
    out.println("|---|---|");
    streamsRow("p99 of the others, alone, ms", results, StreamsRun.Result::aloneP99);
    streamsRow("p99 of the others, beside the readers, ms", results, StreamsRun.Result::besideP99);
    streamsRow("beside / alone", results, StreamsRun.Result::ratio);
    streamsRow("growth of the live heap, MiB", results, StreamsRun.Result::heapMib);
  }

  private void streamsRow(
      String name, List<StreamsRun.Result> results, ToDoubleFunction<StreamsRun.Result> figure) {
    out.printf("| %s | %s |%n", name, Spread.of(results, figure).text(2));
  }

  private void startRow(
      String name,
      List<StartRun.Pair> pairs,
      int decimals,
      ToDoubleFunction<StartRun.Start> figure) {
    out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s |%n",
        name,
        Spread.of(pairs, pair -> figure.applyAsDouble(pair.bare())).text(decimals),
        Spread.of(pairs, pair -> figure.applyAsDouble(pair.roost())).text(decimals),
        Spread.of(
                pairs,
                pair -> figure.applyAsDouble(pair.roost()) - figure.applyAsDouble(pair.bare()))
            .text(decimals));
  }
}
