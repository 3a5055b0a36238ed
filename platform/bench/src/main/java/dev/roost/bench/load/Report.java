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
    rounds(title, Servers.BARE, Servers.ROOST, rounds);
  }

  void rounds(String title, String base, String subject, List<Round> rounds) {
    out.printf("%n### %s, %d rounds%n%n", title, rounds.size());
    out.printf("| | %s | %s | %s / %s |%n", base, subject, subject, base);
    out.println("|---|---|---|---|");
    row("requests/s", rounds, 0, Measurement::requestsPerSecond);
    row("p50 ms", rounds, 2, Measurement::p50);
    row("p99 ms", rounds, 2, Measurement::p99);
    row("CPU us/request", rounds, 1, Measurement::cpuMicros);
    row("RSS MiB", rounds, 0, Measurement::residentMib);
  }

  /** Many at once: what the slowest of them feel. */
  void callers(int callers, List<Round> rounds) {
    out.printf("%n### %d callers at once, flat out, %d rounds%n%n", callers, rounds.size());
    out.println("| | bare | roost | roost / bare |");
    out.println("|---|---|---|---|");
    row("round trips/s", rounds, 0, Measurement::requestsPerSecond);
    row("p50 ms", rounds, 2, Measurement::p50);
    row("p95 ms", rounds, 2, Measurement::p95);
    row("p99 ms", rounds, 2, Measurement::p99);
    row("slowest set-up ms", rounds, 1, Measurement::setUp);
  }

  void idle(IdleRun.Result result, Options options) {
    out.printf(
        "%n### %d idle WebSocket connections, held for %d s, a heartbeat every %d s%n%n",
        options.idle(), options.hold(), IdleRun.pingSeconds(options));
    out.println("| | |");
    out.println("|---|---|");
    figure("live heap for each connection, KiB", result.heapKib());
    figure("process for each connection, KiB", result.residentKib());
    figure("live heap that stays when they are gone, for each, KiB", result.leftKib());
    figure("CPU of the server while they are held, ms/s", result.cpuMillis());
    figure("slowest set-up, ms", result.setUpMillis());
    figure("longest time between two heartbeats, s", result.gapSeconds());
    out.printf("| heartbeats that came | %d |%n", result.beats());
    out.printf("| heartbeats missed | %d |%n", result.missed());
    out.printf("| connections that the server ended | %d |%n", result.closed());
  }

  private void figure(String name, double value) {
    out.printf(Locale.ROOT, "| %s | %.2f |%n", name, value);
  }

  void deaf(List<DeafRun.Result> results, Options options) {
    out.printf(
        "%n### %d deaf WebSocket connections, heap at most %d MiB; the others %d requests/s,"
            + " %d connections, %d s; %d rounds%n%n",
        options.deaf(),
        DeafRun.HEAP_MIB,
        options.rate(),
        options.connections(),
        options.seconds(),
        results.size());
    out.println("| | |");
    out.println("|---|---|");
    spread("p99 of the others, alone, ms", results, DeafRun.Result::aloneP99);
    spread("p99 of the others, beside the deaf, ms", results, DeafRun.Result::besideP99);
    spread("beside / alone", results, DeafRun.Result::ratio);
    spread("growth of the live heap, MiB", results, DeafRun.Result::heapMib);
    spread("growth of the process, MiB", results, DeafRun.Result::residentMib);
    spread("cut off", results, DeafRun.Result::cutOff);
  }

  private void row(
      String name, List<Round> rounds, int decimals, ToDoubleFunction<Measurement> figure) {
    out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s |%n",
        name,
        Spread.of(rounds, round -> figure.applyAsDouble(round.base())).text(decimals),
        Spread.of(rounds, round -> figure.applyAsDouble(round.subject())).text(decimals),
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
    spread("p99 of the others, alone, ms", results, StreamsRun.Result::aloneP99);
    spread("p99 of the others, beside the readers, ms", results, StreamsRun.Result::besideP99);
    spread("beside / alone", results, StreamsRun.Result::ratio);
    spread("growth of the live heap, MiB", results, StreamsRun.Result::heapMib);
  }

  void auth(AuthRun.Result result, Options options) {
    rounds(
        "%d tokens in use, one in %d replaced each second, flat out, %d connections, %d s"
            .formatted(
                options.tokens(), TokenHeader.SHARE, options.connections(), options.seconds()),
        result.base(),
        Servers.OAUTH2,
        result.rounds());
    out.printf("%nTokens that were new in the rounds and the warm-up: %d%n", result.replaced());
    out.printf("%n### A token by client credentials, %d times%n%n", result.times().cold().size());
    out.println("| | ms |");
    out.println("|---|---|");
    figure("the first of the process", result.times().first());
    spread("with discovery and a new connection", result.times().cold(), millis -> millis);
    spread("from a provider that is known", result.times().warm(), millis -> millis);
  }

  void durable(List<DurableRun.Result> results, Options options) {
    out.printf(
        "%n### Durable tasks on SQLite, %d at once, %d s, %d rounds%n%n",
        options.writers(), options.seconds(), results.size());
    out.println("| | |");
    out.println("|---|---|");
    spread("tasks/s, each transaction by itself", results, DurableRun.Result::naive);
    spread("tasks/s, what waits together", results, DurableRun.Result::grouped);
    spread("together / by itself", results, DurableRun.Result::ratio);
  }

  private <T> void spread(String name, List<T> results, ToDoubleFunction<T> figure) {
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
