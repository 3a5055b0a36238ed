package dev.roost.launcher.command;

import dev.roost.launcher.OperationFailedException;
import dev.roost.launcher.Surroundings;
import dev.roost.launcher.template.AgentProject;
import dev.roost.launcher.template.AgentTemplate;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roost new}. */
@Command(name = "new", description = "Starts a project.", synopsisSubcommandLabel = "COMMAND")
public final class NewCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A new what? There is: new agent NAME");
  }

  /** {@code roost new agent}. */
  @Command(
      name = "agent",
      description = "Writes a complete Maven project for an agent: a skill, a test, a README.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  roost new agent weather",
        "  roost new agent weather-report --package com.acme.weather --directory work/weather"
      })
  public static final class AgentCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Spec private CommandSpec spec;

    @Parameters(
        paramLabel = "NAME",
        description = "The agent's name: its URN is urn:asap:agent:NAME.")
    private String name;

    @Option(
        names = {"-p", "--package"},
        description = "The Java package; com.example.<name> by default.")
    private @Nullable String packageName;

    @Option(
        names = {"-d", "--directory"},
        description = "Where to write the project; a new directory NAME by default.")
    private @Nullable Path directory;

    /** For {@code surroundings}. */
    public AgentCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      AgentProject project = project();
      Path relative = directory == null ? Path.of(name) : directory;
      Path target = surroundings.directory().resolve(relative).normalize();
      report(project, relative, write(project, target));
      return 0;
    }

    private AgentProject project() {
      try {
        return new AgentProject(
            name, packageName == null ? AgentProject.defaultPackage(name) : packageName);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "Cannot do that: " + e.getMessage());
      }
    }

    private static List<Path> write(AgentProject project, Path target) {
      try {
        return AgentTemplate.write(project, target);
      } catch (FileAlreadyExistsException e) {
        throw new OperationFailedException(
            target + " is not an empty directory; choose another with --directory");
      } catch (IOException e) {
        throw new OperationFailedException("Cannot write to " + target + ": " + e);
      }
    }

    private void report(AgentProject project, Path directory, List<Path> files) {
      Console console = Console.of(spec);
      if (console.json()) {
        JsonArray names = new JsonArray();
        files.forEach(file -> names.add(file.toString()));
        console.print(
            new JsonObject()
                .put("urn", project.urn().value())
                .put("directory", directory.toString())
                .put("files", names));
        return;
      }
      console.print("Wrote " + project.urn() + " to " + directory + ":");
      files.forEach(file -> console.print("  " + file));
      console.print("Next: cd " + directory + " && mvn package, then see its README.md");
    }
  }
}
