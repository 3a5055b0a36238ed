package dev.roost.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard says of a URL. */
class OutboundGuardTest {
  private static final List<AddressRange> LOOPBACK =
      List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1"));

  private final Vertx vertx = Vertx.vertx();
  private final LogWatch log = LogWatch.of(RefusalLog.class);

  @AfterEach
  void stop() {
    log.end();
    Outcomes.get(vertx.close());
  }

  private OutboundGuard guard(OutboundConfig config, String answers, OwnListeners own) {
    return new OutboundGuard(vertx, config, TestingResolver.of(answers), own);
  }

  private OutboundGuard guard(String answers) {
    return guard(OutboundConfig.DEFAULTS, answers, OwnListeners.none());
  }

  @Test
  void httpIsAllowedWhereTheOperatorSaysSo() {
    // Given
    OutboundGuard guard =
        guard(new OutboundConfig(true, List.of()), "93.184.215.14", OwnListeners.none());

    // When
    CheckedUrl checked = Outcomes.get(guard.check("http://good.example/hook"));

    // Then
    assertThat(checked.url().port()).isEqualTo(80);
    assertThat(checked.addresses()).containsExactly(IpAddress.valueOf("93.184.215.14"));
  }

  @Test
  void port80IsNotForHttps() {
    // Given
    OutboundGuard guard =
        guard(new OutboundConfig(true, List.of()), "93.184.215.14", OwnListeners.none());

    // When
    Throwable failure = Outcomes.failure(guard.check("https://good.example:80/"));

    // Then
    assertThat(failure).isInstanceOf(UrlRefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "10.255.255.255", "fd00::7"})
  void innerAddressesAreAllowedWhereTheOperatorSaysSo(String address) {
    // Given
    List<AddressRange> ranges =
        List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::7"));
    OutboundGuard guard = guard(new OutboundConfig(false, ranges), address, OwnListeners.none());

    // When
    CheckedUrl checked = Outcomes.get(guard.check("https://peer.example/"));

    // Then
    assertThat(checked.addresses()).containsExactly(IpAddress.valueOf(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.0.0.1,192.168.0.1", "fd00::8", "9.9.9.9,::ffff:10.0.0.1"})
  void othersAreNot(String answers) {
    // Given
    List<AddressRange> ranges =
        List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::7"));
    OutboundGuard guard = guard(new OutboundConfig(false, ranges), answers, OwnListeners.none());

    // When
    Throwable failure = Outcomes.failure(guard.check("https://peer.example/"));

    // Then
    assertThat(failure).isInstanceOf(UrlRefusedException.class);
  }

  @Test
  void ipv4GoesFirstAndNothingTwice() {
    // Given
    OutboundGuard guard = guard("2606:4700::1,93.184.215.14,2606:4700::1,93.184.215.15");

    // When
    CheckedUrl checked = Outcomes.get(guard.check("https://both.example/"));

    // Then
    assertThat(checked.addresses())
        .extracting(IpAddress::toString)
        .containsExactly("93.184.215.14", "93.184.215.15", "2606:4700:0:0:0:0:0:1");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, false",
    "127.0.0.1, 127.0.0.2, true",
    "0.0.0.0, 127.0.0.2, false",
    "::, 127.0.0.1, false",
    "::, ::1, false",
    "localhost, 127.0.0.1, false",
    "::1, 127.0.0.1, true",
  })
  void noUrlLeadsToOurOwnListeners(String host, String address, boolean allowed) {
    // Given
    OwnListeners own = OwnListeners.none().add(host, 18_080);
    OutboundGuard guard = guard(new OutboundConfig(true, LOOPBACK), address, own);

    // When
    boolean passed =
        Outcomes.get(
            guard.check("http://peer.example:18080/").map(true).otherwise(refused -> false));

    // Then
    assertThat(passed).isEqualTo(allowed);
  }

  @Test
  void anotherPortOfOurMachineIsNotOurListener() {
    // Given
    OwnListeners own = OwnListeners.none().add("0.0.0.0", 18_080);
    OutboundGuard guard = guard(new OutboundConfig(true, LOOPBACK), "127.0.0.1", own);

    // When
    CheckedUrl checked = Outcomes.get(guard.check("http://peer.example:18081/"));

    // Then
    assertThat(checked.url().port()).isEqualTo(18_081);
  }

  @Test
  void allAddressesOfTheMachineAreOurs() throws Exception {
    // Given
    OwnListeners own = OwnListeners.none().add("0.0.0.0", 18_080);

    // When
    Set<IpAddress> addresses =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .map(InetAddress::getAddress)
            .map(IpAddress::of)
            .collect(Collectors.toSet());

    // Then
    assertThat(addresses)
        .isNotEmpty()
        .allSatisfy(address -> assertThat(own.includes(address, 18_080)).isTrue());
    assertThat(own.includes(IpAddress.valueOf("93.184.215.14"), 18_080)).isFalse();
  }

  @Test
  void aResolverThatDoesNotAnswerIsNotWaitedForForEver() {
    // Given
    NameResolver silent = name -> Promise.<List<IpAddress>>promise().future();
    OutboundGuard guard =
        new OutboundGuard(
            vertx, OutboundConfig.DEFAULTS, silent, OwnListeners.none(), Duration.ofMillis(20));

    // When
    Throwable failure = Outcomes.failure(guard.check("https://silent.example/"));

    // Then
    assertThat(failure).isInstanceOf(UrlUnresolvedException.class);
    assertThat(log.texts()).containsExactly("silent.example: no answer in time");
  }

  @Test
  void aLateAnswerIsNotHeard() {
    // Given
    Promise<List<IpAddress>> answer = Promise.promise();
    OutboundGuard guard =
        new OutboundGuard(
            vertx,
            OutboundConfig.DEFAULTS,
            name -> answer.future(),
            OwnListeners.none(),
            Duration.ofMillis(20));
    Throwable failure = Outcomes.failure(guard.check("https://late.example/"));

    // When
    answer.fail("late");

    // Then
    assertThat(failure).isInstanceOf(UrlUnresolvedException.class);
    assertThat(log.texts()).hasSize(1);
  }

  @Test
  void theAnswerComesOnTheContextOfTheOneWhoAsks() {
    // Given
    Context context = vertx.getOrCreateContext();
    Promise<Context> where = Promise.promise();
    Promise<List<IpAddress>> answer = Promise.promise();
    OutboundGuard guard =
        new OutboundGuard(
            vertx, OutboundConfig.DEFAULTS, name -> answer.future(), OwnListeners.none());

    // When
    context.runOnContext(
        turn -> {
          guard
              .check("https://good.example/")
              .onComplete(done -> where.complete(Vertx.currentContext()));
          new Thread(() -> answer.complete(TestingResolver.addresses("8.8.8.8"))).start();
        });

    // Then
    assertThat(Outcomes.get(where.future())).isSameAs(context);
  }

  @Test
  void theAnswerIsTheSameWhateverIsWrongAndTheLogTellsWhat() {
    // Given
    List<String> urls =
        List.of(
            "https://user:secret@good.example/",
            "https://localhost/",
            "https://good.example:22/",
            "https://10.0.0.1/",
            "https://inner.example/token=secret");

    // When
    List<Throwable> failures =
        urls.stream().map(url -> Outcomes.failure(guard("169.254.169.254").check(url))).toList();
    Throwable unresolved = Outcomes.failure(guard("NX").check("https://nx.example/"));

    // Then
    assertThat(failures)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        OutboundException.class,
                        refused -> assertThat(refused.retryable()).isFalse())
                    .hasMessage(unresolved.getMessage())
                    .hasNoCause()
                    .extracting(Throwable::getStackTrace)
                    .isEqualTo(new StackTraceElement[0]));
    assertThat(log.texts())
        .containsExactly(
            ": the host has characters that no host has",
            "localhost: the name is one of an inner network",
            "good.example: the port is not one of the web",
            "10.0.0.1: the address 10.0.0.1 is not public",
            "inner.example: the address 169.254.169.254 is not public",
            "nx.example: no such name");
  }

  @Test
  void theLogCannotBeFilled() {
    // Given
    OutboundGuard guard = guard("NX");

    // When
    for (int i = 0; i < 500; i++) {
      Outcomes.failure(guard.check("https://localhost/"));
    }

    // Then
    assertThat(log.texts()).hasSize(RefusalLog.MAX_A_MINUTE);
  }

  @Test
  void whatWasLeftOutIsCounted() {
    // Given
    long[] now = {0};
    RefusalLog refusals = new RefusalLog(() -> now[0]);
    for (int i = 0; i < RefusalLog.MAX_A_MINUTE + 7; i++) {
      refusals.add("a.example", "reason");
    }

    // When
    now[0] = Duration.ofSeconds(61).toNanos();
    refusals.add("b.example", "reason");

    // Then
    assertThat(log.texts())
        .hasSize(RefusalLog.MAX_A_MINUTE + 1)
        .last()
        .isEqualTo("b.example: reason");
    assertThat(log.value("untold")).isEqualTo("7");
  }
}
