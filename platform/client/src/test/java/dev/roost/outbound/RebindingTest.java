package dev.roost.outbound;

import static dev.roost.outbound.TestingNameServer.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.outbound.TestingNameServer.Question;
import dev.roost.outbound.TestingNameServer.Reply;
import dev.roost.outbound.TestingNameServer.Resource;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A name server that changes its mind between the check and the connection. 127.0.0.2 stands for a
 * public address (it is allowed), 127.0.0.3 for one of the inner network, on the same port.
 */
class RebindingTest {
  private static final String PUBLIC = "127.0.0.2";
  private static final String INNER = "127.0.0.3";
  private static final int ATTEMPTS_OF_VARIANT = 64;
  private static final int ATTEMPTS_IN_SILENCE = 4;

  private final Vertx vertx = Vertx.vertx();
  private TestingNameServer names;
  private DnsLookup lookup;
  private TestingPeer here;
  private TestingPeer inside;

  @BeforeEach
  void start() throws IOException {
    names = TestingNameServer.start();
    lookup = DnsLookup.of(names.address());
    here = TestingPeer.start(vertx, PUBLIC, 0);
    inside = TestingPeer.start(vertx, INNER, here.port());
  }

  @AfterEach
  void stop() throws IOException {
    lookup.close();
    names.close();
    Outcomes.get(vertx.close());
  }

  /** How a name behaves, and how many of its attempts may get through. */
  private record Variant(String name, Function<Question, Optional<Reply>> zone, int through) {
    static Variant of(String name, int through, Function<Question, Optional<Reply>> ipv4) {
      return new Variant(
          name, asked -> asked.type() == A ? ipv4.apply(asked) : Reply.of(), through);
    }
  }

  private static List<Variant> variants() {
    int half = ATTEMPTS_OF_VARIANT / 2;
    return List.of(
        Variant.of("flip.example", half, asked -> address(asked, odd(asked) ? PUBLIC : INNER)),
        Variant.of(
            "late.example",
            ATTEMPTS_OF_VARIANT - 1,
            asked -> address(asked, asked.time() == 2 ? INNER : PUBLIC)),
        new Variant(
            "six.example",
            asked ->
                asked.type() == A
                    ? address(asked, PUBLIC)
                    : odd(asked) ? Reply.of() : address(asked, "::1"),
            half),
        Variant.of("crowd.example", half, RebindingTest::crowd),
        Variant.of("alias.example", half, RebindingTest::chain),
        Variant.of(
            "other.example",
            half,
            asked ->
                Reply.of(Resource.address(odd(asked) ? "other.example" : "x.example", PUBLIC))),
        Variant.of(
            "twice.example",
            0,
            asked ->
                Reply.of(
                    Resource.address("twice.example", PUBLIC),
                    Resource.address("twice.example", INNER))),
        Variant.of("inner.example", 0, asked -> address(asked, INNER)));
  }

  private static boolean odd(Question asked) {
    return asked.time() % 2 == 1;
  }

  private static Optional<Reply> address(Question asked, String address) {
    return Reply.of(Resource.address(asked.name(), address));
  }

  /** 64 answers; every second time one of them is of the inner network. */
  private static Optional<Reply> crowd(Question asked) {
    return Reply.of(
        IntStream.range(0, 64)
            .mapToObj(
                i ->
                    Resource.address(
                        asked.name(),
                        i == 63 && !odd(asked) ? INNER : i == 0 ? PUBLIC : "127.0.1." + i))
            .toArray(Resource[]::new));
  }

  /** Ten aliases. */
  private static Optional<Reply> chain(Question asked) {
    List<Resource> records = new ArrayList<>();
    String name = asked.name();
    for (int i = 0; i < 10; i++) {
      records.add(Resource.alias(name, "n" + i + ".example"));
      name = "n" + i + ".example";
    }
    records.add(Resource.address(name, odd(asked) ? PUBLIC : INNER));
    return Reply.of(records.toArray(Resource[]::new));
  }

  private GuardedWayOut wayOut() {
    return wayOut(OutboundGuard.RESOLUTION);
  }

  private GuardedWayOut wayOut(Duration patience) {
    OutboundConfig config =
        new OutboundConfig(
            true, List.of(AddressRange.parse(PUBLIC), AddressRange.parse("127.0.1.0/24")));
    OutboundGuard guard = new OutboundGuard(vertx, config, lookup, OwnListeners.none(), patience);
    return new GuardedWayOut(guard, HttpConnector.create(vertx));
  }

  /** Whether an attempt got through. */
  private boolean attempt(WayOut out, String name, boolean fresh) {
    return Outcomes.on(
        vertx,
        () ->
            out.request(HttpMethod.POST, "http://" + name + ":" + here.port() + "/hook")
                .compose(request -> send(request, fresh))
                .compose(HttpClientResponse::end)
                .map(true)
                .otherwise(
                    failure -> {
                      assertThat(failure).isInstanceOf(OutboundException.class);
                      return false;
                    }));
  }

  private static io.vertx.core.Future<HttpClientResponse> send(
      HttpClientRequest request, boolean fresh) {
    if (fresh) {
      request.putHeader("Connection", "close");
    }
    return request.send("{}");
  }

  @Test
  void noneOfAThousandAttemptsReachesTheInnerAddress() {
    // Given
    WayOut out = wayOut();
    WayOut impatient = wayOut(Duration.ofMillis(50));
    names.zone("silent.example", asked -> Optional.empty());
    int through = 0;

    // When
    int attempts = 0;
    for (boolean fresh : new boolean[] {false, true}) {
      for (Variant variant : variants()) {
        String name = (fresh ? "fresh." : "pooled.") + variant.name();
        names.zone(name, asked -> renamed(variant, asked, name));
        for (int i = 0; i < ATTEMPTS_OF_VARIANT; i++, attempts++) {
          through += attempt(out, name, fresh) ? 1 : 0;
        }
      }
      for (int i = 0; i < ATTEMPTS_IN_SILENCE; i++, attempts++) {
        through += attempt(impatient, "silent.example", fresh) ? 1 : 0;
      }
    }

    // Then
    assertThat(attempts).isGreaterThan(1_000);
    assertThat(inside.connections()).isZero();
    assertThat(inside.requests()).isZero();
    assertThat(here.requests()).isEqualTo(through);
    // a question that is asked again, since its answer came late, changes what the next one gets
    int expected = 2 * variants().stream().mapToInt(Variant::through).sum();
    assertThat(through).isBetween(expected - 10, expected + 10);
  }

  /** The zone of a variant under another name. */
  private static Optional<Reply> renamed(Variant variant, Question asked, String name) {
    return variant
        .zone()
        .apply(new Question(name, asked.type(), asked.time(), asked.overTcp()))
        .map(
            reply ->
                new Reply(
                    reply.code(),
                    reply.truncated(),
                    reply.records().stream()
                        .map(
                            record ->
                                record.owner().equals(variant.name())
                                    ? new Resource(name, record.type(), record.data())
                                    : record)
                        .toList()));
  }

  @Test
  void aPooledConnectionIsUsedOnlyForTheAddressThatWasChecked() {
    // Given
    WayOut out = wayOut();
    names.zone(
        "pool.example",
        asked ->
            asked.type() == A ? address(asked, asked.time() == 3 ? INNER : PUBLIC) : Reply.of());

    // When
    List<Boolean> through =
        IntStream.range(0, 4).mapToObj(i -> attempt(out, "pool.example", false)).toList();

    // Then
    assertThat(through).containsExactly(true, true, false, true);
    assertThat(here.connections()).isEqualTo(1);
    assertThat(inside.connections()).isZero();
  }

  @Test
  void silenceMayBeTriedAgain() {
    // Given
    names.zone("silent.example", asked -> Optional.empty());

    // When
    Throwable failure =
        Outcomes.failure(
            wayOut(Duration.ofMillis(50))
                .request(HttpMethod.GET, "http://silent.example:" + here.port() + "/"));

    // Then
    assertThat(failure)
        .isInstanceOfSatisfying(
            OutboundException.class, unresolved -> assertThat(unresolved.retryable()).isTrue());
  }

  /** What all this is about: who checks a name and connects by name is led inside. */
  @Test
  void whoConnectsByNameIsLedInside() {
    // Given
    names.zone(
        "naive.example",
        asked -> asked.type() == A ? address(asked, odd(asked) ? PUBLIC : INNER) : Reply.of());
    AddressResolverOptions resolver =
        new AddressResolverOptions()
            .addServer("127.0.0.1:" + names.address().getPort())
            .setCacheMaxTimeToLive(0)
            .setSearchDomains(List.of());
    Vertx naive = Vertx.vertx(new VertxOptions().setAddressResolverOptions(resolver));
    HttpClient client = naive.createHttpClient();
    Outcomes.get(lookup.resolve("naive.example"));

    // When
    Outcomes.on(
        naive,
        () ->
            client
                .request(HttpMethod.POST, here.port(), "naive.example", "/hook")
                .compose(HttpClientRequest::send));

    // Then
    assertThat(inside.requests()).isEqualTo(1);
    Outcomes.get(client.close());
    Outcomes.get(naive.close());
  }
}
