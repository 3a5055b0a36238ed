package dev.roost.outbound;

import static dev.roost.outbound.TestingNameServer.A;
import static dev.roost.outbound.TestingNameServer.AAAA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.outbound.TestingNameServer.Reply;
import dev.roost.outbound.TestingNameServer.Resource;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Look-ups at a name server that answers in odd ways. */
class DnsLookupTest {
  private TestingNameServer server;
  private DnsLookup lookup;

  @BeforeEach
  void start() throws IOException {
    server = TestingNameServer.start();
    lookup = DnsLookup.of(server.address(), 300);
  }

  @AfterEach
  void stop() throws IOException {
    lookup.close();
    server.close();
  }

  private List<String> resolve(String name) {
    return Outcomes.get(lookup.resolve(name)).stream().map(IpAddress::text).toList();
  }

  @Test
  void bothFamiliesAreAsked() {
    // Given
    server.zone(
        "both.example",
        asked ->
            Reply.of(
                Resource.address(
                    "both.example", asked.type() == A ? "93.184.215.14" : "2606:4700::1")));

    // When
    List<String> found = resolve("both.example");

    // Then
    assertThat(found).containsExactly("93.184.215.14", "2606:4700:0:0:0:0:0:1");
  }

  @Test
  void nothingIsRemembered() {
    // Given
    server.zone(
        "flip.example",
        asked ->
            asked.type() == A
                ? Reply.of(Resource.address("flip.example", "10.0.0." + asked.time()))
                : Reply.of());
    resolve("flip.example");

    // When
    List<String> found = resolve("flip.example");

    // Then
    assertThat(found).containsExactly("10.0.0.2");
  }

  @Test
  void aFamilyThatFailsIsPassedOver() {
    // Given
    server.zone(
        "half.example",
        asked ->
            asked.type() == A
                ? Reply.of(Resource.address("half.example", "93.184.215.14"))
                : Reply.failed(2));

    // When
    List<String> found = resolve("half.example");

    // Then
    assertThat(found).containsExactly("93.184.215.14");
  }

  @Test
  void aMappedAddressStaysWhatItIs() {
    // Given
    server.zone(
        "mapped.example",
        asked ->
            asked.type() == AAAA
                ? Reply.of(Resource.address("mapped.example", "::ffff:8.8.8.8"))
                : Reply.of());

    // When
    List<String> found = resolve("mapped.example");

    // Then
    assertThat(found).containsExactly("0:0:0:0:0:ffff:808:808");
  }

  @Test
  void aliasesAreFollowedWithinAnAnswer() {
    // Given
    server.zone("n0.example", asked -> asked.type() == A ? chain(10, "93.184.215.14") : Reply.of());

    // When
    List<String> found = resolve("n0.example");

    // Then
    assertThat(found).containsExactly("93.184.215.14");
  }

  private static Optional<Reply> chain(int length, String address) {
    List<Resource> records = new ArrayList<>();
    IntStream.range(0, length)
        .forEach(
            i -> records.add(Resource.alias("n" + i + ".example", "n" + (i + 1) + ".example")));
    records.add(Resource.address("n" + length + ".example", address));
    return Reply.of(records.toArray(Resource[]::new));
  }

  @Test
  void aliasesAreFollowedFromAnswerToAnswer() {
    // Given
    for (int i = 0; i < 10; i++) {
      String next = "n" + (i + 1) + ".example";
      server.zone("n" + i + ".example", asked -> Reply.of(Resource.alias(asked.name(), next)));
    }
    server.zone(
        "n10.example",
        asked ->
            asked.type() == A
                ? Reply.of(Resource.address("N10.Example", "93.184.215.14"))
                : Reply.of());

    // When
    List<String> found = resolve("n0.example");

    // Then
    assertThat(found).containsExactly("93.184.215.14");
  }

  @Test
  void aRingOfAliasesEnds() {
    // Given
    server.zone("a.example", asked -> Reply.of(Resource.alias("a.example", "b.example")));
    server.zone("b.example", asked -> Reply.of(Resource.alias("b.example", "a.example")));

    // When
    Throwable failure = Outcomes.failure(lookup.resolve("a.example"));

    // Then
    assertThat(failure).hasMessageContaining("too many aliases");
  }

  @Test
  void whatIsSaidOfAnotherNameIsNotHeard() {
    // Given
    server.zone(
        "mine.example",
        asked ->
            Reply.of(
                Resource.address("other.example", asked.type() == A ? "93.184.215.14" : "::1")));

    // When
    Throwable failure = Outcomes.failure(lookup.resolve("mine.example"));

    // Then
    assertThat(failure).hasMessageContaining("no address");
  }

  @Test
  void aLongAnswerComesOverTcp() {
    // Given
    server.zone(
        "long.example",
        asked ->
            asked.overTcp()
                ? Reply.of(Resource.address("long.example", "93.184.215.14"))
                : Optional.of(new Reply(0, true, List.of())));

    // When
    List<String> found = resolve("long.example");

    // Then
    assertThat(found).contains("93.184.215.14");
  }

  @Test
  void anAnswerOf64AddressesIsHeardWhole() {
    // Given
    Resource[] records =
        IntStream.range(0, 64)
            .mapToObj(i -> Resource.address("many.example", "93.184.215." + i))
            .toArray(Resource[]::new);
    server.zone("many.example", asked -> asked.type() == A ? Reply.of(records) : Reply.of());

    // When
    List<String> found = resolve("many.example");

    // Then
    assertThat(found).hasSize(64);
  }

  @Test
  void anAddressOfOddLengthIsNone() {
    // Given
    server.zone(
        "odd.example", asked -> Reply.of(new Resource("odd.example", asked.type(), new byte[5])));

    // When
    Throwable failure = Outcomes.failure(lookup.resolve("odd.example"));

    // Then
    assertThat(failure).hasMessageContaining("odd length");
  }

  @Test
  void aNameThatIsNotThereFails() {
    // When
    Throwable failure = Outcomes.failure(lookup.resolve("nowhere.example"));

    // Then
    assertThat(failure).hasMessageContaining("NXDomain");
  }

  @Test
  void aServerIsAskedTwice() {
    // Given
    server.zone(
        "shy.example",
        asked ->
            asked.time() == 1
                ? Optional.empty()
                : Reply.of(
                    Resource.address("shy.example", asked.type() == A ? "10.0.0.1" : "::1")));

    // When
    List<String> found = resolve("shy.example");

    // Then
    assertThat(found).hasSize(2);
  }

  @Test
  void silenceFails() {
    // Given
    server.zone("silent.example", asked -> Optional.empty());

    // When
    Throwable failure = Outcomes.failure(lookup.resolve("silent.example"));

    // Then
    assertThat(failure).hasMessageContaining("timed out");
  }

  @Test
  void thoseWhoAskAtTheSameTimeShareAnAnswer() {
    // Given
    CountDownLatch asked = new CountDownLatch(1);
    server.zone(
        "slow.example",
        question -> {
          awaitLatch(asked);
          return question.type() == A
              ? Reply.of(Resource.address("slow.example", "93.184.215.14"))
              : Reply.of();
        });
    Future<List<IpAddress>> first = lookup.resolve("slow.example");

    // When
    Future<List<IpAddress>> second = lookup.resolve("slow.example");
    asked.countDown();

    // Then
    assertThat(Outcomes.get(second)).isEqualTo(Outcomes.get(first));
    assertThat(server.times("slow.example", A)).isEqualTo(1);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void lookUpsAreBounded() {
    // Given
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < DnsLookup.MAX_LOOKUPS; i++) {
      server.zone("n" + i + ".example", asked -> Optional.empty());
      running.add(lookup.resolve("n" + i + ".example"));
    }

    // When
    Throwable failure = Outcomes.failure(lookup.resolve("more.example"));

    // Then
    assertThat(failure).hasMessageContaining("too many");
    running.forEach(Outcomes::failure);
  }

  @Test
  void afterItsEndNothingIsFound() {
    // Given
    lookup.close();

    // When
    Throwable failure = Outcomes.failure(lookup.resolve("late.example"));

    // Then
    assertThat(failure).isNotNull();
  }

  @Test
  void theServersOfTheMachineCanBeAsked() {
    try (DnsLookup system = DnsLookup.ofSystem()) {
      // When
      Throwable failure = Outcomes.failure(system.resolve("roost.invalid"));

      // Then
      assertThat(failure).isNotNull();
    }
  }
}
