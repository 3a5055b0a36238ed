package dev.roost.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of many URLs, with a resolver that answers as written and no connection at all. */
class UrlListTest {
  private static Vertx vertx;
  private final RecordingConnector connector = new RecordingConnector();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Outcomes.get(vertx.close());
  }

  static List<UrlCase> all() {
    return Stream.of("ssrf-sample.tsv", "more-urls.tsv")
        .map(UrlCase::list)
        .flatMap(List::stream)
        .toList();
  }

  static Stream<UrlCase> denied() {
    return all().stream().filter(row -> row.expected().equals("deny"));
  }

  static Stream<UrlCase> used() {
    return all().stream().filter(row -> !row.expected().equals("deny"));
  }

  private Throwable attempt(UrlCase row, NameResolver resolver) {
    OutboundGuard guard =
        new OutboundGuard(vertx, OutboundConfig.DEFAULTS, resolver, OwnListeners.none());
    return Outcomes.failure(
        new GuardedWayOut(guard, connector).request(HttpMethod.POST, row.url()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("denied")
  void isRefusedBeforeAnyConnection(UrlCase row) {
    // Given
    TestingResolver resolver = TestingResolver.of(row.dns());

    // When
    Throwable failure = attempt(row, resolver);

    // Then
    assertThat(failure)
        .isInstanceOf(
            row.dns().equals("NX") ? UrlUnresolvedException.class : UrlRefusedException.class)
        .hasMessage("This URL cannot be used");
    assertThat(connector.wanted()).isEmpty();
    if (row.endsBeforeResolution()) {
      assertThat(resolver.asked()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("used")
  void leadsToACheckedAddressAndNowhereElse(UrlCase row) {
    // Given
    HttpUrl url = HttpUrl.parse(row.url());
    String first = row.dns().split(" then ")[0];
    List<String> answers =
        row.endsBeforeResolution()
            ? List.of(url.host())
            : TestingResolver.addresses(first).stream().map(IpAddress::text).toList();

    // When
    Throwable failure = attempt(row, TestingResolver.of(row.dns()));

    // Then
    assertThat(failure).isInstanceOf(RecordingConnector.Recorded.class);
    assertThat(connector.addresses()).isNotEmpty().isSubsetOf(answers);
    assertThat(connector.wanted())
        .allSatisfy(
            options -> {
              assertThat(options.getHost()).isEqualTo(url.bracketedHost());
              assertThat(options.getPort()).isEqualTo(url.port());
              assertThat(options.getURI()).isEqualTo(url.target());
              assertThat(options.isSsl()).isEqualTo(url.tls());
            });
  }

  @Test
  void theListsAreLongEnough() {
    assertThat(UrlCase.list("ssrf-sample.tsv")).hasSize(85);
    assertThat(UrlCase.list("more-urls.tsv")).hasSizeGreaterThanOrEqualTo(100);
  }

  @Test
  void anAnswerThatChangesBetweenTwoAttemptsIsNoticed() {
    // Given
    UrlCase row = new UrlCase("flip", "https://flip.example/", "93.184.215.14 then 10.0.0.1", "");
    TestingResolver resolver = TestingResolver.of(row.dns());
    attempt(row, resolver);

    // When
    Throwable second = attempt(row, resolver);

    // Then
    assertThat(second).isInstanceOf(UrlRefusedException.class);
    assertThat(connector.addresses()).containsExactly("93.184.215.14");
  }
}
