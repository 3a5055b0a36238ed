package dev.roost.launcher.command;

import dev.roost.client.AsapClient;
import dev.roost.client.AsapClientException;
import dev.roost.client.BlockingAsapClient;
import dev.roost.client.registry.RegistryEntry;
import dev.roost.launcher.OperationFailedException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roost registry}. */
@Command(
    name = "registry",
    description = "Helps with registries.",
    synopsisSubcommandLabel = "COMMAND")
public final class RegistryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? There is: registry entry");
  }

  /** {@code roost registry entry}. */
  @Command(
      name = "entry",
      description = "Fetches an agent's manifest and prints its entry for a registry.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  roost registry entry https://agents.example.com/agents/greeter --category Other --tag"
            + " hello",
      })
  public static final class EntryCommand implements Callable<Integer> {
    private static final String MANIFEST = "/.well-known/asap/manifest.json";

    @Parameters(paramLabel = "URL", description = "The agent's root: its URL without /asap.")
    private String url;

    @Option(
        names = "--category",
        paramLabel = "CATEGORY",
        description = "What it is filed under, such as Research, Coding, Data, Other.")
    private @Nullable String category;

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag. Repeatable.")
    private List<String> tags = List.of();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      RegistryEntry entry = entry();
      try {
        RegistryEntry filed = entry.filedUnder(category, tags);
        Console.of(spec).print(new JsonObject(RegistryEntry.CODEC.write(filed)));
        return 0;
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--category: " + e.getMessage());
      }
    }

    private RegistryEntry entry() {
      AsapClient agent;
      try {
        agent = AsapClient.builder(url).build();
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
      }
      try (BlockingAsapClient client = agent.blocking()) {
        return RegistryEntry.of(client.discover(), agent.baseUrl() + MANIFEST);
      } catch (AsapClientException e) {
        throw new OperationFailedException(Table.harmless(String.valueOf(e.getMessage())));
      }
    }
  }
}
