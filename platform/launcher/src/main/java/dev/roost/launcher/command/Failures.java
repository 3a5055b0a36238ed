package dev.roost.launcher.command;

import dev.roost.launcher.OperationFailedException;
import dev.roost.launcher.config.ConfigError;
import dev.roost.launcher.config.ConfigException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the user what went wrong, and which exit code that makes. */
public final class Failures {
  private Failures() {}

  /** The command line itself is wrong. */
  public static int usage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    if (RoostCommand.isJson(command.getCommandSpec())) {
      printJson(err, new JsonObject().put("message", failure.getMessage()));
      return ExitCode.USAGE;
    }
    err.println(failure.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(failure, err) && command.getParent() == null) {
      command.usage(err);
    } else {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return ExitCode.USAGE;
  }

  /** The command could not do what it was asked for. */
  public static int execution(Exception failure, CommandLine command, ParseResult parsed) {
    boolean json = RoostCommand.isJson(command.getCommandSpec());
    PrintWriter err = command.getErr();
    if (failure instanceof ConfigException refused) {
      configuration(refused, err, json);
      return ExitCode.USAGE;
    }
    if (failure instanceof OperationFailedException expected) {
      if (json) {
        printJson(err, expected.details());
      } else {
        err.println(expected.getMessage());
      }
    } else {
      err.println("This is a defect of roost, please report it:");
      failure.printStackTrace(err);
    }
    err.flush();
    return ExitCode.SOFTWARE;
  }

  private static void configuration(ConfigException refused, PrintWriter err, boolean json) {
    if (json) {
      JsonArray errors = new JsonArray();
      refused.errors().stream().map(ConfigError::toJson).forEach(errors::add);
      printJson(
          err,
          new JsonObject().put("message", "The configuration is not valid").put("errors", errors));
      return;
    }
    int count = refused.errors().size();
    err.println(
        "The configuration is not valid (" + count + (count == 1 ? " error):" : " errors):"));
    refused.errors().forEach(error -> err.println("  " + error));
    err.flush();
  }

  private static void printJson(PrintWriter err, JsonObject details) {
    err.println(new JsonObject().put("error", details).encode());
    err.flush();
  }
}
