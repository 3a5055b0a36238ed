package dev.roost.launcher.command;

import dev.roost.client.registry.LiteRegistry;
import dev.roost.client.registry.RegistryEntry;
import dev.roost.launcher.OperationFailedException;
import dev.roost.launcher.Surroundings;
import dev.roost.platform.discovery.consul.ConsulAgents;
import dev.roost.platform.discovery.consul.ConsulConfig;
import dev.roost.platform.discovery.dnssd.DnsSdConfig;
import dev.roost.platform.discovery.dnssd.DomainLookup;
import dev.roost.platform.discovery.dnssd.FoundAgent;
import dev.roost.platform.discovery.dnssd.LanBrowser;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roost discover}. */
@Command(
    name = "discover",
    description = {
      "Shows the agents that the local network or the name servers of a domain tell of, by DNS-SD,"
          + " or those that are registered with Consul and healthy.",
      "Anybody there can say anything: nothing of it has been checked, and nothing is fetched."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost discover --lan",
      "  roost discover --lan --seconds 10 --address 192.168.1.7",
      "  roost discover --domain example.com --json",
      "  roost discover --consul http://127.0.0.1:8500 --tag translate",
    })
public final class DiscoverCommand implements Callable<Integer> {
  private static final int DNS_PORT = 53;
  private static final int MAX_SECONDS = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Surroundings surroundings;

  @ArgGroup(multiplicity = "1")
  private Place place;

  /** Where to look. */
  private static final class Place {
    @Option(names = "--lan", description = "Listens to the local network, by multicast DNS.")
    private boolean lan;

    @Option(
        names = "--domain",
        paramLabel = "DOMAIN",
        description = "Asks the name server of this machine for _asap._tcp.DOMAIN.")
    private @Nullable String domain;

    @Option(
        names = "--consul",
        paramLabel = "URL",
        description =
            "Asks Consul, such as http://127.0.0.1:8500; the token in CONSUL_HTTP_TOKEN is shown to"
                + " it.")
    private @Nullable String consul;
  }

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Of those in Consul the ones with a tag, such as the id of a skill.")
  private @Nullable String tag;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      defaultValue = "asap",
      description = "The service that the agents in Consul are instances of, asap by default.")
  private String service;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "How long to listen to the local network, 2 by default.")
  private int seconds;

  @Option(
      names = "--address",
      paramLabel = "IP",
      description = "An address of the network interface to listen at.")
  private @Nullable String address;

  @Option(
      names = "--server",
      paramLabel = "IP[:PORT]",
      description = "Another name server, such as 192.0.2.53 or [2001:db8::53]:5353.")
  private @Nullable String server;

  @Spec private CommandSpec spec;

  /** For {@code surroundings}. */
  public DiscoverCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    if (place.consul != null) {
      showEntries(inConsul(place.consul), console);
    } else {
      show(place.domain == null ? onTheNetwork() : ofDomain(place.domain), console);
    }
    return 0;
  }

  private List<RegistryEntry> inConsul(String url) {
    if (!url.matches("https?://[^?#\\s]+")) {
      throw usage("--consul: that is no URL of Consul's HTTP API");
    }
    Optional<Secret> token =
        Optional.ofNullable(surroundings.environment().get("CONSUL_HTTP_TOKEN")).map(Secret::of);
    ConsulConfig config =
        new ConsulConfig(true, url.replaceAll("/+$", ""), token, service, List.of(), 1);
    return Waiting.withVertx(
        vertx ->
            Waiting.await(
                new ConsulAgents(vertx, config)
                    .agents(Optional.ofNullable(tag))
                    .map(LiteRegistry::agents)
                    .recover(
                        failure ->
                            Future.failedFuture(
                                new OperationFailedException(
                                    Table.harmless(
                                        "Consul does not tell of agents: "
                                            + failure.getMessage())))),
                PATIENCE));
  }

  private List<FoundAgent> onTheNetwork() {
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw usage("--seconds is from 1 to " + MAX_SECONDS);
    }
    try (LanBrowser browser =
        LanBrowser.open(Optional.ofNullable(address).map(this::address), agent -> {})) {
      TimeUnit.SECONDS.sleep(seconds);
      return browser.agents();
    } catch (IOException e) {
      throw new OperationFailedException(
          "The local network cannot be listened to: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailedException("Interrupted");
    }
  }

  private List<FoundAgent> ofDomain(String domain) {
    Optional<InetSocketAddress> asked = Optional.ofNullable(server).map(this::server);
    return Waiting.withVertx(vertx -> Waiting.await(lookup(vertx, domain, asked), PATIENCE));
  }

  private Future<List<FoundAgent>> lookup(
      Vertx vertx, String domain, Optional<InetSocketAddress> asked) {
    try {
      DomainLookup lookup =
          asked.isPresent()
              ? DomainLookup.of(vertx, domain, asked.get())
              : DomainLookup.of(vertx, domain);
      return lookup
          .agents()
          .recover(
              failure ->
                  Future.failedFuture(
                      new OperationFailedException(
                          Table.harmless(
                              "No answer about " + domain + ": " + failure.getMessage()))));
    } catch (IllegalArgumentException e) {
      throw usage("--domain: " + e.getMessage());
    }
  }

  private InetAddress address(String text) {
    try {
      return DnsSdConfig.address(text);
    } catch (IllegalArgumentException e) {
      throw usage("--address: " + e.getMessage());
    }
  }

  private InetSocketAddress server(String text) {
    try {
      int colon = text.indexOf(']') > 0 ? text.indexOf(':', text.indexOf(']')) : text.indexOf(':');
      boolean bare = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
      String host = bare || colon < 0 ? text : text.substring(0, colon);
      int port = bare || colon < 0 ? DNS_PORT : Integer.parseInt(text.substring(colon + 1));
      return new InetSocketAddress(DnsSdConfig.address(host.replaceAll("[\\[\\]]", "")), port);
    } catch (IllegalArgumentException e) {
      throw usage("--server: " + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static void show(List<FoundAgent> agents, Console console) {
    if (console.json()) {
      JsonArray list = new JsonArray();
      agents.forEach(agent -> list.add(json(agent)));
      console.print(new JsonObject().put("agents", list));
    } else if (agents.isEmpty()) {
      console.print("Nobody tells of an agent.");
    } else {
      Table table = new Table("NAME", "VERSION", "SKILLS", "HOST", "PORT", "MANIFEST");
      agents.forEach(
          agent ->
              table.row(
                  agent.name(),
                  agent.version(),
                  String.join(", ", agent.capabilities()),
                  agent.host(),
                  agent.port(),
                  agent.manifestUrl()));
      table.print(console);
    }
  }

  private static void showEntries(List<RegistryEntry> entries, Console console) {
    if (console.json()) {
      JsonArray list = new JsonArray();
      entries.forEach(entry -> list.add(new JsonObject(RegistryEntry.CODEC.write(entry))));
      console.print(new JsonObject().put("agents", list));
    } else if (entries.isEmpty()) {
      console.print("Nobody tells of an agent.");
    } else {
      Table table = new Table("AGENT", "NAME", "TAGS", "MANIFEST");
      entries.forEach(
          entry ->
              table.row(
                  entry.id(),
                  entry.name(),
                  String.join(", ", entry.skills()),
                  entry.endpoints().get("manifest")));
      table.print(console);
    }
  }

  private static JsonObject json(FoundAgent agent) {
    return new JsonObject()
        .put("name", agent.name())
        .put("version", agent.version())
        .put("capabilities", new JsonArray(agent.capabilities()))
        .put("manifest_url", agent.manifestUrl())
        .put("host", agent.host())
        .put("port", agent.port());
  }
}
