package dev.roost.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Measures the two running servers in turn. Which comes first changes from round to round. */
final class LoadRun {
  private final Transport transport;
  private final ServerProcess bare;
  private final ServerProcess roost;
  private final Options options;
  private final PrintStream progress;

  LoadRun(
      Transport transport,
      ServerProcess bare,
      ServerProcess roost,
      Options options,
      PrintStream progress) {
    this.transport = transport;
    this.bare = bare;
    this.roost = roost;
    this.options = options;
    this.progress = progress;
  }

  /** The work is only comparable if the answers are as long as each other, within a tenth. */
  void checkSameAnswer() throws IOException {
    int ofBare = Measurement.answerLength(transport, bare);
    int ofRoost = Measurement.answerLength(transport, roost);
    progress.println("answers: bare " + ofBare + " bytes, roost " + ofRoost + " bytes");
    if (Math.abs(ofBare - ofRoost) * 10 > ofBare) {
      throw new LoadException("The servers' answers differ too much in length");
    }
  }

  /** In two halves, so that each server has met the other's traces in the machine. */
  void warmUp() throws IOException {
    int half = (options.warmup() + 1) / 2;
    for (int i = 0; i < 2; i++) {
      progress.println("warm-up, " + half + " s each");
      Measurement.warmUp(transport, bare, options.connections(), half);
      Measurement.warmUp(transport, roost, options.connections(), half);
    }
  }

  List<Round> flatOut(int connections) throws IOException {
    return rounds("flat out", connections, client -> client.flatOut(nanos()));
  }

  List<Round> paced() throws IOException {
    return rounds("paced", options.connections(), client -> client.paced(options.rate(), nanos()));
  }

  private List<Round> rounds(String what, int connections, Measurement.Load load)
      throws IOException {
    List<Round> rounds = new ArrayList<>();
    for (int i = 1; i <= options.rounds(); i++) {
      Round round = i % 2 == 1 ? bareFirst(connections, load) : roostFirst(connections, load);
      rounds.add(round);
      progress.printf(
          Locale.ROOT,
          "%s, round %d: bare %.0f/s %.1f us, roost %.0f/s %.1f us%n",
          what,
          i,
          round.bare().requestsPerSecond(),
          round.bare().cpuMicros(),
          round.roost().requestsPerSecond(),
          round.roost().cpuMicros());
    }
    return rounds;
  }

  private Round bareFirst(int connections, Measurement.Load load) throws IOException {
    Measurement first = Measurement.of(transport, bare, connections, load);
    return new Round(first, Measurement.of(transport, roost, connections, load));
  }

  private Round roostFirst(int connections, Measurement.Load load) throws IOException {
    Measurement first = Measurement.of(transport, roost, connections, load);
    return new Round(Measurement.of(transport, bare, connections, load), first);
  }

  private long nanos() {
    return TimeUnit.SECONDS.toNanos(options.seconds());
  }
}
