package dev.roost.bench.load;

import dev.roost.bench.load.Options.Mode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The load benchmark as a program; see {@link Options#USAGE}. */
public final class LoadBench {
  private static final String HOME = "roost.home";
  private static final PrintStream PROGRESS = System.err;

  private final Options options;
  private final Servers servers;
  private final Report report = new Report(System.out);

  private LoadBench(Options options) throws IOException {
    this.options = options;
    this.servers = new Servers(options);
  }

  /** Measures, prints, and ends with 0, with 1 if a measurement failed, or with 2. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    if (arguments.contains("--help")) {
      System.out.print(Options.USAGE);
      return 0;
    }
    try {
      Path home = Path.of(System.getProperty(HOME, "")).toAbsolutePath().normalize();
      new LoadBench(Options.parse(arguments, home)).measure();
      return 0;
    } catch (IllegalArgumentException e) {
      PROGRESS.println(e.getMessage() + "\n\n" + Options.USAGE);
      return 2;
    } catch (IOException | LoadException e) {
      PROGRESS.println("bench: " + e.getMessage());
      return 1;
    }
  }

  private void measure() throws IOException {
    report.machine(Machine.describe());
    if (options.mode() == Mode.STREAMS) {
      streams();
      return;
    }
    if (options.mode() != Mode.START) {
      load();
    }
    if (options.mode().includes(Mode.START)) {
      report.starts(new StartRun(servers, PROGRESS).run(options.starts()));
    }
  }

  private void streams() throws IOException {
    try (ServerProcess roost = servers.talkative()) {
      report.streams(new StreamsRun(roost, options, PROGRESS).run(), options);
    }
  }

  private void load() throws IOException {
    try (ServerProcess roost = servers.roost();
        ServerProcess bare = servers.bare(roost)) {
      LoadRun run = new LoadRun(bare, roost, options, PROGRESS);
      run.checkSameAnswer();
      run.warmUp();
      String connections = options.connections() + " connections, " + options.seconds() + " s";
      if (options.mode().includes(Mode.LOAD)) {
        report.rounds("Flat out, " + connections, run.flatOut());
      }
      if (options.mode().includes(Mode.PACED)) {
        report.rounds(options.rate() + " requests/s, " + connections, run.paced());
      }
    }
  }
}
