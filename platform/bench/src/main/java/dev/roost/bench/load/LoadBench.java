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

  /** How many wait for an answer at the same time where their share of it is looked at. */
  private static final int CALLERS = 200;

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
    switch (options.mode()) {
      case STREAMS -> streams();
      case WEBSOCKET -> webSocket();
      case IDLE -> idle();
      case DEAF -> deaf();
      case AUTH -> report.auth(new AuthRun(servers, options, PROGRESS).run(), options);
      case DURABLE -> durable();
      case START -> starts();
      case LOAD, PACED -> load();
      case ALL -> {
        load();
        starts();
      }
    }
  }

  private void starts() throws IOException {
    report.starts(new StartRun(servers, PROGRESS).run(options.starts()));
  }

  private void idle() throws IOException {
    Machine.checkOpenFiles(options.idle());
    try (ServerProcess roost = servers.spacious(options.idle(), IdleRun.pingSeconds(options))) {
      report.idle(new IdleRun(roost, options, PROGRESS).run(), options);
    }
  }

  private void deaf() throws IOException {
    try (ServerProcess roost = servers.talkative(DeafRun.HEAP_MIB)) {
      report.deaf(new DeafRun(roost, options, PROGRESS).run(), options);
    }
  }

  private void webSocket() throws IOException {
    try (ServerProcess roost = servers.roost();
        ServerProcess bare = servers.bare(roost)) {
      LoadRun run = compare(bare, roost, Traffic.WEBSOCKET);
      run.checkSameAnswer();
      run.warmUp();
      report.rounds("WebSocket, flat out, " + connections(), run.flatOut(options.connections()));
      report.callers(CALLERS, run.flatOut(CALLERS));
    }
  }

  /** Tasks in a database; and what is in none must not have become slower than before. */
  private void durable() throws IOException {
    Path folder = options.home().resolve("platform/bench/target/durable");
    report.durable(new DurableRun(folder, options, PROGRESS).run(), options);
    if (servers.hasOther()) {
      fleeting();
    }
  }

  private void fleeting() throws IOException {
    try (ServerProcess before = servers.other();
        ServerProcess now = servers.now()) {
      LoadRun plain = compare(before, now, Traffic.HTTP);
      plain.checkSameAnswer();
      plain.warmUp();
      report.rounds(
          "HTTP, nothing kept, flat out, " + connections(),
          Servers.BEFORE,
          Servers.NOW,
          plain.flatOut(options.connections()));
      LoadRun keyed = compare(before, now, Traffic.http(new KeyHeader()));
      keyed.warmUp();
      report.rounds(
          "The same, each request with an idempotency key, in memory, " + connections(),
          Servers.BEFORE,
          Servers.NOW,
          keyed.flatOut(options.connections()));
    }
  }

  private LoadRun compare(ServerProcess base, ServerProcess subject, Traffic traffic) {
    return new LoadRun(
        new Contender(base, traffic), new Contender(subject, traffic), options, PROGRESS);
  }

  private String connections() {
    return options.connections() + " connections, " + options.seconds() + " s";
  }

  private void streams() throws IOException {
    try (ServerProcess roost = servers.talkative()) {
      report.streams(new StreamsRun(roost, options, PROGRESS).run(), options);
    }
  }

  private void load() throws IOException {
    try (ServerProcess roost = servers.roost();
        ServerProcess bare = servers.bare(roost)) {
      LoadRun run = compare(bare, roost, Traffic.HTTP);
      run.checkSameAnswer();
      run.warmUp();
      if (options.mode().includes(Mode.LOAD)) {
        report.rounds("Flat out, " + connections(), run.flatOut(options.connections()));
      }
      if (options.mode().includes(Mode.PACED)) {
        report.rounds(options.rate() + " requests/s, " + connections(), run.paced());
      }
    }
  }
}
