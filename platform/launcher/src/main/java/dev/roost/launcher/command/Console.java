package dev.roost.launcher.command;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.regex.Pattern;
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
  /** Beyond ASCII's first controls, which JSON always escapes; all in one UTF-16 unit. */
  private static final Pattern STEERING =
      Pattern.compile(
          "[\\x7f-\\x9f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]");

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

  /** Written so that no text in it can steer the terminal: JSON leaves some of that as it is. */
  void print(JsonObject object) {
    print(escaped(object.encodePrettily()));
  }

  static String escaped(String json) {
    return STEERING
        .matcher(json)
        .replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
  }

  void tell(String line) {
    err.println(line);
    err.flush();
  }
}
