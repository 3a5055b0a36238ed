package dev.roost.platform.discovery.dnssd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agents of a domain. */
class DomainLookupTest {
  private static final String URL = "https://a.example/m.json";

  private final Vertx vertx = Vertx.vertx();
  private TestingZone zone;

  @BeforeEach
  void start() {
    zone = TestingZone.start(vertx);
  }

  @AfterEach
  void stop() {
    TestPlatform.get(vertx.close());
  }

  private List<FoundAgent> agents() {
    return TestPlatform.get(DomainLookup.of(vertx, "example.com", zone.address()).agents());
  }

  @Test
  void theyAreThoseThatItsNameServerTellsOf() {
    // Given
    zone.agent(
        "example.com",
        "Shop v1.0 B\u00f6rd",
        "host.example.com",
        8443,
        "version=1.0",
        "capabilities=sell,buy",
        "manifest_url=" + URL);
    zone.agent("example.com", "Echo", "other.example.com", 443, "Manifest_URL=" + URL, "x");

    // When
    List<FoundAgent> found = agents();

    // Then
    assertThat(found)
        .containsExactly(
            new FoundAgent(
                "Shop v1.0 B\u00f6rd",
                "1.0",
                List.of("sell", "buy"),
                URL,
                "host.example.com",
                8443),
            new FoundAgent("Echo", "", List.of(), URL, "other.example.com", 443));
    assertThat(zone.streams()).isZero();
  }

  @Test
  void oneOfWhomSomethingIsMissingIsLeftOut() {
    // Given
    zone.agent("example.com", "Silent", "host.example.com", 1, "version=1.0");
    DomainName service = DomainName.of("example.com").below("_asap", "_tcp");
    zone.put(service, DnsRecord.Type.PTR, TestingZone.written(service.below("Nowhere")));
    zone.put(service, DnsRecord.Type.PTR, TestingZone.written(service.below("Cut")));
    zone.put(service.below("Cut"), DnsRecord.Type.SRV, Buffer.buffer("cut"));
    zone.put(service.below("Cut"), DnsRecord.Type.TXT, Buffer.buffer(new byte[] {9, 1}));
    zone.agent("example.com", "Echo", "host.example.com", 443, "manifest_url=" + URL);

    // When
    List<FoundAgent> found = agents();

    // Then
    assertThat(found).extracting(FoundAgent::name).containsExactly("Echo");
  }

  @Test
  void manyAreAskedForByTcp() {
    // Given
    for (int i = 0; i < DomainLookup.MAX_AGENTS + 10; i++) {
      zone.agent("example.com", "Agent-" + i, "host.example.com", i, "manifest_url=" + URL);
    }

    // When
    List<FoundAgent> found = agents();

    // Then
    assertThat(found).hasSize(DomainLookup.MAX_AGENTS);
    assertThat(zone.streams()).isEqualTo(1);
  }

  @Test
  void aDomainWithoutAgentsHasNone() {
    // When, Then
    assertThat(agents()).isEmpty();
  }

  @Test
  void aServerWithTroubleIsTold() {
    // Given
    zone.spoil(answer -> answer.setUnsignedShort(2, 0x8182));

    // When
    Throwable failure =
        TestPlatform.failure(DomainLookup.of(vertx, "example.com", zone.address()).agents());

    // Then
    assertThat(failure).hasMessageContaining("answers with code 2");
  }

  static Stream<UnaryOperator<Buffer>> forgeries() {
    return Stream.of(
        answer -> answer.setUnsignedShort(0, answer.getUnsignedShort(0) ^ 1),
        answer -> answer.setUnsignedShort(2, 0x0180),
        answer -> answer.setUnsignedShort(4, 2),
        answer -> answer.setByte(14, (byte) 'x'),
        answer -> answer.getBuffer(0, 5));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void anAnswerToSomethingElseIsNotTaken(UnaryOperator<Buffer> forgery) {
    // Given
    zone.agent("example.com", "Echo", "host.example.com", 443, "manifest_url=" + URL);
    zone.spoil(forgery);

    // When
    Throwable failure =
        TestPlatform.failure(DomainLookup.of(vertx, "example.com", zone.address(), 100).agents());

    // Then
    assertThat(failure).hasMessageContaining("does not answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..b",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void whatIsNoDomainIsRefused(String text) {
    // When, Then
    assertThatThrownBy(() -> DomainLookup.of(vertx, text, zone.address()).agents())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNameThatPointsToItselfEnds() {
    // Given
    Buffer message = Buffer.buffer(new byte[12]).appendUnsignedShort(0xc00c);

    // When, Then
    assertThatThrownBy(() -> DomainName.read(message, 12)).hasMessage("a name that does not end");
  }

  /** Whatever a server sends is read or refused; nothing else happens. */
  @Test
  void noAnswerDoesHarm() {
    // Given
    Random random = new Random(7);
    zone.agent("example.com", "Echo", "host.example.com", 443, "manifest_url=" + URL);
    DomainName name = DomainName.of("example.com").below("_asap", "_tcp");
    Buffer sound =
        DnsMessage.question(1, name, DnsRecord.Type.PTR)
            .setUnsignedShort(2, 0x8180)
            .setUnsignedShort(6, 1)
            .appendUnsignedShort(0xc00c)
            .appendUnsignedShort(12)
            .appendUnsignedShort(1)
            .appendInt(60)
            .appendUnsignedShort(7)
            .appendByte((byte) 4)
            .appendString("Echo")
            .appendUnsignedShort(0xc00c);

    // When
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      Buffer message = sound.copy();
      for (int j = random.nextInt(4); j >= 0; j--) {
        message.setByte(6 + random.nextInt(message.length() - 6), (byte) random.nextInt());
      }
      message = message.getBuffer(0, 12 + random.nextInt(message.length() - 11));
      try {
        read +=
            DnsMessage.records(message, DnsRecord.Type.PTR).stream()
                .map(DnsRecord::target)
                .toList()
                .size();
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }

    // Then
    assertThat(DnsMessage.records(sound, DnsRecord.Type.PTR).get(0).target().first())
        .isEqualTo("Echo");
    assertThat(read).isPositive();
  }
}
