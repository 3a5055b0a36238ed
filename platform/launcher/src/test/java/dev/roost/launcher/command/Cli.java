package dev.roost.launcher.command;

import dev.roost.launcher.Roost;
import dev.roost.launcher.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs {@code roost} in this process and keeps what it prints. */
public final class Cli {
  private final Path directory;
  private final Map<String, String> environment;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String input = "";
  private Ansi ansi = Ansi.OFF;

  public Cli(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  Cli input(String text) {
    this.input = text;
    return this;
  }

  Cli onTerminal() {
    this.ansi = Ansi.ON;
    return this;
  }

  public Run run(String... arguments) {
    ByteArrayInputStream stdin = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    CommandLine line =
        Roost.commandLine(new Surroundings(directory, directory, environment, stdin))
            .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new Run(line.execute(arguments), out(), err());
  }

  /** What was printed so far, also while the command runs on another thread. */
  public String out() {
    return out.toString();
  }

  public String err() {
    return err.toString();
  }

  /** A finished command. */
  public record Run(int code, String out, String err) {}
}
