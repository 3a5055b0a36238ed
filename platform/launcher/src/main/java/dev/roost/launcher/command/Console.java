package dev.roost.launcher.command;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command prints.
 *
 * @param out for results
 * @param err for everything else
 * @param json whether a machine reads it
 * @param colour whether a terminal shows it
 */
record Console(PrintWriter out, PrintWriter err, boolean json, boolean colour) {
  static Console of(CommandSpec spec) {
    return new Console(
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        RoostCommand.isJson(spec),
        spec.commandLine().getColorScheme().ansi().enabled());
  }

  void print(String line) {
    out.println(line);
    out.flush();
  }

  void print(JsonObject object) {
    print(object.encodePrettily());
  }

  void tell(String line) {
    err.println(line);
    err.flush();
  }
}
