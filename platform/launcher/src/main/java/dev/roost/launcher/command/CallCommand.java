package dev.roost.launcher.command;

import dev.roost.launcher.OperationFailedException;
import dev.roost.launcher.Surroundings;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roost call}. */
@Command(
    name = "call",
    description = "Asks an agent of a running platform to run a skill and prints the result.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost call urn:asap:agent:echo echo '{\"message\":\"hello\"}'",
      "  cat input.json | roost call urn:asap:agent:echo echo - --timeout 5",
      "  roost call urn:asap:agent:echo echo '{}' --json   (the whole envelope)"
    })
public final class CallCommand implements Callable<Integer> {
  private static final int MAX_INPUT = 64 << 20;

  /** More than the platform's own default limit for a task. */
  private static final int DEFAULT_WAIT_SECONDS = 3600;

  private static final int SPARE_SECONDS = 10;

  private final Surroundings surroundings;
  @Mixin private final ManagementOptions management = new ManagementOptions();
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "URN", description = "The agent.")
  private String agent;

  @Parameters(index = "1", paramLabel = "SKILL", description = "The skill's id.")
  private String skill;

  @Parameters(
      index = "2",
      paramLabel = "JSON",
      description = "The skill's input, a JSON object; - reads it from standard input.")
  private String input;

  @Option(names = "--sender", paramLabel = "URN", description = "In whose name to ask.")
  private @Nullable String sender;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long the task may take; the platform's task.timeoutSeconds by default.")
  private @Nullable Integer timeout;

  /** For {@code surroundings}. */
  public CallCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    JsonObject answer = management.client(surroundings).post("/api/calls", request(), patience());
    JsonObject error = answer.getJsonObject("error");
    if (error != null) {
      throw refused(error);
    }
    JsonObject envelope = answer.getJsonObject("envelope", new JsonObject());
    JsonObject payload = envelope.getJsonObject("payload", new JsonObject());
    if (console.json()) {
      console.print(envelope);
    } else {
      console.print(payload.getJsonObject("result", payload));
    }
    String status = payload.getString("status", "completed");
    if (!status.equals("completed")) {
      console.tell("The task ended as '" + Table.harmless(status) + "'.");
      return 1;
    }
    return 0;
  }

  private JsonObject request() {
    JsonObject request =
        new JsonObject().put("agent", urn(agent)).put("skill", skill).put("input", input());
    if (sender != null) {
      request.put("sender", urn(sender));
    }
    if (timeout != null) {
      if (timeout < 1) {
        throw usage("--timeout is at least 1 second, not " + timeout);
      }
      request.put("timeout_seconds", timeout);
    }
    return request;
  }

  private Duration patience() {
    return Duration.ofSeconds(
        timeout == null ? DEFAULT_WAIT_SECONDS : (long) timeout + SPARE_SECONDS);
  }

  private String urn(String text) {
    try {
      return AgentUrn.of(text).value();
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private JsonObject input() {
    String text = input.equals("-") ? standardInput() : input;
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      throw usage("The input must be a JSON object: " + e.getMessage());
    }
  }

  private String standardInput() {
    try {
      byte[] bytes = surroundings.input().readNBytes(MAX_INPUT + 1);
      if (bytes.length > MAX_INPUT) {
        throw usage("The input is larger than 64 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new OperationFailedException("Cannot read the input: " + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static OperationFailedException refused(JsonObject error) {
    String data =
        error.getValue("data") == null
            ? ""
            : "\n" + Console.escaped(String.valueOf(error.getValue("data")));
    String message = Table.harmless(error.getString("message", "no reason given"));
    return new OperationFailedException(
        "Error " + error.getValue("code") + ": " + message + data, error, null);
  }
}
