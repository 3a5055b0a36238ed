package dev.roost.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Measures two running servers in turn. Which comes first changes from round to round. */
final class LoadRun {
  private final Contender base;
  private final Contender subject;
  private final Options options;
  private final PrintStream progress;

  /**
   * @param base what is compared with
   * @param subject what is looked at
   */
  LoadRun(Contender base, Contender subject, Options options, PrintStream progress) {
    this.base = base;
    this.subject = subject;
    this.options = options;
    this.progress = progress;
  }

  /** The work is only comparable if the answers are as long as each other, within a tenth. */
  void checkSameAnswer() throws IOException {
    int ofBase = base.answerLength();
    int ofSubject = subject.answerLength();
    progress.printf(
        "answers: %s %d bytes, %s %d bytes%n", base.name(), ofBase, subject.name(), ofSubject);
    if (Math.abs(ofBase - ofSubject) * 10 > ofBase) {
      throw new LoadException("The servers' answers differ too much in length");
    }
  }

  /** In two halves, so that each server has met the other's traces in the machine. */
  void warmUp() throws IOException {
    int half = halfOfWarmUp(options);
    for (int i = 0; i < 2; i++) {
      progress.println("warm-up, " + half + " s each");
      base.warmUp(options.connections(), half);
      subject.warmUp(options.connections(), half);
    }
  }

  private static int halfOfWarmUp(Options options) {
    return (options.warmup() + 1) / 2;
  }

  /** For how many seconds each server is put under load, with one to spare for each stretch. */
  static int seconds(Options options) {
    return 2 * (halfOfWarmUp(options) + 1) + options.rounds() * (options.seconds() + 1) + 2;
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
      Round round = i % 2 == 1 ? baseFirst(connections, load) : subjectFirst(connections, load);
      rounds.add(round);
      progress.printf(
          Locale.ROOT,
          "%s, round %d: %s %.0f/s %.1f us, %s %.0f/s %.1f us%n",
          what,
          i,
          base.name(),
          round.base().requestsPerSecond(),
          round.base().cpuMicros(),
          subject.name(),
          round.subject().requestsPerSecond(),
          round.subject().cpuMicros());
    }
    return rounds;
  }

  private Round baseFirst(int connections, Measurement.Load load) throws IOException {
    Measurement first = base.measure(connections, load);
    return new Round(first, subject.measure(connections, load));
  }

  private Round subjectFirst(int connections, Measurement.Load load) throws IOException {
    Measurement first = subject.measure(connections, load);
    return new Round(base.measure(connections, load), first);
  }

  private long nanos() {
    return TimeUnit.SECONDS.toNanos(options.seconds());
  }
}
