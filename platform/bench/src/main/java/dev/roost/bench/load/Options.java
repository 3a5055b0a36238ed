package dev.roost.bench.load;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What to measure, and for how long. Every figure has a bound, so that a run always ends.
 *
 * @param mode which measurements
 * @param rounds how many times each server is measured
 * @param seconds how long one measurement takes
 * @param warmup how many seconds of load each server gets before the first
 * @param connections how many, each with one request in flight
 * @param rate requests a second of the paced measurement
 * @param starts how many times each server is started
 * @param idle how many connections that only listen
 * @param hold for how many seconds these are held
 * @param deaf how many connections that never read
 * @param tokens how many tokens are in use
 * @param writers how many durable tasks are under way at once
 * @param before another checkout, built, to compare with
 * @param profile where to leave a flight recording of each server
 * @param home the checkout
 */
record Options(
    Mode mode,
    int rounds,
    int seconds,
    int warmup,
    int connections,
    int rate,
    int starts,
    int idle,
    int hold,
    int deaf,
    int tokens,
    int writers,
    Optional<Path> before,
    Optional<Path> profile,
    Path home) {
  /** Which measurements. */
  enum Mode {
    LOAD,
    PACED,
    START,
    STREAMS,
    WEBSOCKET,
    IDLE,
    DEAF,
    AUTH,
    DURABLE,
    ALL;

    static final String NAMES =
        "load, paced, start, streams, websocket, idle, deaf, auth, durable or all";

    private static final Set<Mode> IN_ALL = EnumSet.of(LOAD, PACED, START);

    boolean includes(Mode other) {
      return this == other || this == ALL && IN_ALL.contains(other);
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String USAGE =
      """
      platform/bench/run [--mode MODE] [--rounds N] [--seconds N] [--warmup N] [--connections N]
                         [--rate N] [--starts N] [--idle N] [--hold N] [--deaf N]
                         [--tokens N] [--writers N] [--before CHECKOUT] [--profile DIRECTORY]

        --mode         what to measure: load, paced, start, streams, websocket, idle, deaf, auth,
                       durable, or all, which is load, paced and start (all)
        --rounds       how many times each server is measured, in turn (9)
        --seconds      how long each measurement takes (3)
        --warmup       seconds of load on each server before the first (20)
        --connections  how many, each with one request in flight (50)
        --rate         requests a second when paced (2000)
        --starts       how many times each server is started (5)
        --idle         how many WebSocket connections only listen (10000)
        --hold         for how many seconds these are held (180)
        --deaf         how many WebSocket connections never read (500)
        --tokens       how many tokens of an identity provider are in use (10000)
        --writers      how many durable tasks are under way at once (256)
        --before       another checkout, built, that auth and durable compare HTTP traffic with
        --profile      leave a flight recording of each server in this directory
      """;

  private static final List<String> NAMES =
      List.of(
          "--mode",
          "--rounds",
          "--seconds",
          "--warmup",
          "--connections",
          "--rate",
          "--starts",
          "--idle",
          "--hold",
          "--deaf",
          "--tokens",
          "--writers",
          "--before",
          "--profile");

  static Options parse(List<String> words, Path home) {
    Arguments arguments = new Arguments(words, NAMES);
    return new Options(
        arguments.mode("--mode"),
        arguments.number("--rounds", 9, 1_000),
        arguments.number("--seconds", 3, 600),
        arguments.number("--warmup", 20, 600),
        arguments.number("--connections", 50, 1_000),
        arguments.number("--rate", 2_000, 100_000),
        arguments.number("--starts", 5, 100),
        arguments.number("--idle", 10_000, 100_000),
        arguments.number("--hold", 180, 3_600),
        arguments.number("--deaf", 500, 900),
        arguments.number("--tokens", 10_000, 100_000),
        arguments.number("--writers", 256, 5_000),
        arguments.directory("--before"),
        arguments.directory("--profile"),
        home);
  }
}
