package dev.roost.bench.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    Optional<Path> profile,
    Path home) {
  /** Which measurements. */
  enum Mode {
    LOAD,
    PACED,
    START,
    STREAMS,
    ALL;

    boolean includes(Mode other) {
      return this == other || this == ALL && other != STREAMS;
    }
  }

  static final String USAGE =
      """
      platform/bench/run [--mode load|paced|start|streams|all] [--rounds N] [--seconds N] [--warmup N]
                         [--connections N] [--rate N] [--starts N] [--profile DIRECTORY]

        --mode         what to measure (all: load, paced and start)
        --rounds       how many times each server is measured, in turn (9)
        --seconds      how long each measurement takes (3)
        --warmup       seconds of load on each server before the first (20)
        --connections  how many, each with one request in flight (50)
        --rate         requests a second when paced (2000)
        --starts       how many times each server is started (5)
        --profile      leave a flight recording of each server in this directory
      """;

  static Options parse(List<String> arguments, Path home) {
    Options options = new Options(Mode.ALL, 9, 3, 20, 50, 2_000, 5, Optional.empty(), home);
    for (int i = 0; i < arguments.size(); i += 2) {
      String value = i + 1 < arguments.size() ? arguments.get(i + 1) : null;
      options = options.with(arguments.get(i), value);
    }
    return options;
  }

  private Options with(String name, @Nullable String value) {
    return switch (name) {
      case "--mode" -> mode(mode(value));
      case "--rounds" -> rounds(number(name, value, 1_000));
      case "--seconds" -> seconds(number(name, value, 600));
      case "--warmup" -> warmup(number(name, value, 600));
      case "--connections" -> connections(number(name, value, 1_000));
      case "--rate" -> rate(number(name, value, 100_000));
      case "--starts" -> starts(number(name, value, 100));
      case "--profile" -> profile(directory(name, value));
      default -> throw new IllegalArgumentException("There is no option " + name);
    };
  }

  private static Mode mode(@Nullable String value) {
    for (Mode mode : Mode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(value)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "--mode is load, paced, start, streams or all, and not '" + value + "'");
  }

  private static int number(String name, @Nullable String value, int max) {
    try {
      int number = Integer.parseInt(String.valueOf(value));
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, like a number that is out of bounds
    }
    throw new IllegalArgumentException(
        name + " is a number from 1 to " + max + ", and not '" + value + "'");
  }

  private static Path directory(String name, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " needs a directory");
    }
    return Path.of(value);
  }

  private Options mode(Mode value) {
    return new Options(value, rounds, seconds, warmup, connections, rate, starts, profile, home);
  }

  private Options rounds(int value) {
    return new Options(mode, value, seconds, warmup, connections, rate, starts, profile, home);
  }

  private Options seconds(int value) {
    return new Options(mode, rounds, value, warmup, connections, rate, starts, profile, home);
  }

  private Options warmup(int value) {
    return new Options(mode, rounds, seconds, value, connections, rate, starts, profile, home);
  }

  private Options connections(int value) {
    return new Options(mode, rounds, seconds, warmup, value, rate, starts, profile, home);
  }

  private Options rate(int value) {
    return new Options(mode, rounds, seconds, warmup, connections, value, starts, profile, home);
  }

  private Options starts(int value) {
    return new Options(mode, rounds, seconds, warmup, connections, rate, value, profile, home);
  }

  private Options profile(Path value) {
    return new Options(
        mode, rounds, seconds, warmup, connections, rate, starts, Optional.of(value), home);
  }
}
