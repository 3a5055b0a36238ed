package dev.roost.launcher.command;

import dev.roost.launcher.OperationFailedException;
import dev.roost.platform.discovery.dnssd.DnsSdConfig;
import dev.roost.platform.discovery.dnssd.DomainLookup;
import dev.roost.platform.discovery.dnssd.FoundAgent;
import dev.roost.platform.discovery.dnssd.LanBrowser;
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
      "Shows the agents that the local network or the name servers of a domain tell of, by DNS-SD.",
      "Anybody there can say anything: nothing of it has been checked, and nothing is fetched."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost discover --lan",
      "  roost discover --lan --seconds 10 --address 192.168.1.7",
      "  roost discover --domain example.com --json",
    })
public final class DiscoverCommand implements Callable<Integer> {
  private static final int DNS_PORT = 53;
  private static final int MAX_SECONDS = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
  }

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

  @Override
  public Integer call() {
    show(place.domain == null ? onTheNetwork() : ofDomain(place.domain), Console.of(spec));
    return 0;
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
