package dev.roost.platform.discovery.dnssd;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks name servers for the agents of a domain: {@code _asap._tcp.<domain>} (RFC 6763). */
public final class DomainLookup {
  /** How many agents of a domain are looked at. */
  static final int MAX_AGENTS = 100;

  private static final String SERVICE = "_asap";
  private static final String PROTOCOL = "_tcp";

  private final NameServer server;
  private final DomainName domain;

  private DomainLookup(NameServer server, String domain) {
    this.server = server;
    this.domain = DomainName.of(domain);
  }

  /** By the name server that this machine asks. */
  public static DomainLookup of(Vertx vertx, String domain) {
    return new DomainLookup(NameServer.ofSystem(vertx, domain), domain);
  }

  /** By a certain name server. */
  public static DomainLookup of(Vertx vertx, String domain, InetSocketAddress server) {
    return of(vertx, domain, server, NameServer.PATIENCE_MILLIS);
  }

  static DomainLookup of(
      Vertx vertx, String domain, InetSocketAddress server, long patienceMillis) {
    return new DomainLookup(new NameServer(vertx, server, patienceMillis), domain);
  }

  /**
   * The agents that are told of, a hundred at most; one about whom something is missing is left
   * out.
   *
   * @return fails if the server does not answer, or has trouble
   */
  public Future<List<FoundAgent>> agents() {
    return server
        .ask(domain.below(SERVICE, PROTOCOL), DnsRecord.Type.PTR)
        .compose(
            pointers -> {
              List<Future<Optional<FoundAgent>>> all =
                  pointers.stream()
                      .limit(MAX_AGENTS)
                      .map(DnsRecord::target)
                      .map(this::agent)
                      .toList();
              return Future.all(all)
                  .map(done -> all.stream().map(Future::result).flatMap(Optional::stream).toList());
            });
  }

  private Future<Optional<FoundAgent>> agent(DomainName instance) {
    Future<List<DnsRecord>> places = server.ask(instance, DnsRecord.Type.SRV);
    Future<List<DnsRecord>> texts = server.ask(instance, DnsRecord.Type.TXT);
    return Future.all(places, texts)
        .map(done -> found(instance, places.result(), texts.result()))
        .recover(failure -> Future.succeededFuture(Optional.empty()));
  }

  private static Optional<FoundAgent> found(
      DomainName instance, List<DnsRecord> places, List<DnsRecord> texts) {
    Map<String, String> text = texts.isEmpty() ? Map.of() : texts.get(0).text();
    return places.stream()
        .findFirst()
        .flatMap(
            place -> FoundAgent.of(instance.first(), text, place.host().toString(), place.port()));
  }
}
