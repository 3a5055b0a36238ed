package dev.roost.bench.load;

import dev.roost.bench.durable.DurableTasks;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Measures durable tasks on SQLite, in this process: those that wait together committed together,
 * against the same with a commit for each transaction. Each measurement has a file of its own.
 */
final class DurableRun {
  private static final String FILE = "roost.db";
  private static final StateSettings SETTINGS =
      StateSettings.of(Duration.ofHours(24), Duration.ofHours(1));

  private final Path folder;
  private final Options options;
  private final PrintStream progress;

  /**
   * @param folder where the files are, on the disk that is meant
   */
  DurableRun(Path folder, Options options, PrintStream progress) {
    this.folder = folder;
    this.options = options;
    this.progress = progress;
  }

  /**
   * One round.
   *
   * @param naive tasks a second with a commit for each transaction
   * @param grouped tasks a second with what waits committed together
   */
  record Result(double naive, double grouped) {
    double ratio() {
      return grouped / naive;
    }
  }

  List<Result> run() throws IOException {
    Vertx vertx = Vertx.vertx();
    try {
      DurableTasks tasks = new DurableTasks(vertx, options.writers());
      measure(tasks, UnaryOperator.identity(), options.warmup());
      measure(tasks, SqliteSettings::oneByOne, options.warmup());
      return rounds(tasks);
    } finally {
      Waiting.on(vertx.close());
    }
  }

  private List<Result> rounds(DurableTasks tasks) throws IOException {
    List<Result> results = new ArrayList<>();
    for (int i = 1; i <= options.rounds(); i++) {
      Result result = i % 2 == 1 ? naiveFirst(tasks) : groupedFirst(tasks);
      results.add(result);
      progress.printf(
          Locale.ROOT,
          "durable, round %d: %.0f tasks/s one by one, %.0f together%n",
          i,
          result.naive(),
          result.grouped());
    }
    return results;
  }

  private Result naiveFirst(DurableTasks tasks) throws IOException {
    double naive = naive(tasks);
    return new Result(naive, grouped(tasks));
  }

  private Result groupedFirst(DurableTasks tasks) throws IOException {
    double grouped = grouped(tasks);
    return new Result(naive(tasks), grouped);
  }

  private double naive(DurableTasks tasks) throws IOException {
    return measure(tasks, SqliteSettings::oneByOne, options.seconds());
  }

  private double grouped(DurableTasks tasks) throws IOException {
    return measure(tasks, UnaryOperator.identity(), options.seconds());
  }

  private double measure(DurableTasks tasks, UnaryOperator<SqliteSettings> how, int seconds)
      throws IOException {
    Path fresh = Files.createTempDirectory(Files.createDirectories(folder), "durable-");
    SqliteBackend backend =
        SqliteBackend.open(how.apply(SqliteSettings.of(fresh.resolve(FILE))), SETTINGS);
    try {
      return Waiting.on(tasks.run(backend.tasks(), TimeUnit.SECONDS.toNanos(seconds)), seconds)
          .perSecond();
    } finally {
      Waiting.on(backend.close());
      delete(fresh);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(DurableRun::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
