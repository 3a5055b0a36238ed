package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a client is behind proxies; every client has 2 requests a day. */
class TrustedProxiesTest {
  private static final int LIMIT = 2;

  private TestNode node;

  @BeforeEach
  void start() {
    node =
        TestNode.with()
            .rateLimit(LIMIT + "/day")
            .trustedProxies("127.0.0.0/8", "10.0.0.0/8", "2001:db8:ffff::/48")
            .start();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private boolean isAdmitted(String... headers) {
    int status = node.post("not json", headers).status();
    assertThat(status).isIn(200, 429);
    return status == 200;
  }

  private void useUp(String... headers) {
    for (int i = 0; i < LIMIT; i++) {
      assertThat(isAdmitted(headers)).isTrue();
    }
    assertThat(isAdmitted(headers)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 192.0.2.1",
        "x-forwarded-for: 203.0.113.99, 192.0.2.1",
        "X-Forwarded-For: no address, 192.0.2.1",
        "X-Forwarded-For: 192.0.2.1, 10.1.2.3, 127.0.0.9",
        "X-Forwarded-For: 192.0.2.1:4711,2001:db8:ffff::8",
        "X-Forwarded-For: ::ffff:192.0.2.1",
        "Forwarded: for=192.0.2.1",
        "Forwarded: for=203.0.113.99, For=\"192.0.2.1:80\";proto=https, for=10.0.0.1",
        "Forwarded: for=\"192.0.2.1\";by=10.0.0.1, for=\"[2001:db8:ffff::8]\""
      })
  void theLastAddressThatIsNotTrustedCounts(String header) {
    // Given
    useUp("X-Forwarded-For: 192.0.2.1");

    // When
    boolean admitted = isAdmitted(header);

    // Then
    assertThat(admitted).isFalse();
    assertThat(isAdmitted("X-Forwarded-For: 192.0.2.2")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 192.0.2.1, no address",
        "X-Forwarded-For: 192.0.2.1,",
        "X-Forwarded-For: 192.0.2.1, unknown, 10.0.0.1",
        "X-Forwarded-For:",
        "Forwarded: for=192.0.2.1, for=_hidden",
        "Forwarded: for=192.0.2.1, proto=https",
        "Forwarded: 192.0.2.1",
        "X-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.2",
        "X-Forwarded-For: 192.0.2.1\r\nForwarded: nonsense",
        "X-Real-IP: 192.0.2.1"
      })
  void whatCannotBeReadCountsForTheProxy(String header) {
    // Given
    useUp();

    // When
    boolean admitted = isAdmitted(header);

    // Then
    assertThat(admitted).isFalse();
    assertThat(isAdmitted("X-Forwarded-For: 192.0.2.1")).isTrue();
  }

  @Test
  void twoHeadersThatAgreeAreTaken() {
    // Given
    useUp("X-Forwarded-For: 192.0.2.1");

    // When
    boolean admitted =
        isAdmitted("Forwarded: for=192.0.2.1", "X-Forwarded-For: 192.0.2.1, 10.0.0.1");

    // Then
    assertThat(admitted).isFalse();
  }

  @Test
  void severalLinesAreOneList() {
    // Given
    useUp("X-Forwarded-For: 192.0.2.1");

    // When
    boolean admitted = isAdmitted("X-Forwarded-For: 192.0.2.7", "X-Forwarded-For: 192.0.2.1");

    // Then
    assertThat(admitted).isFalse();
  }

  @Test
  void theFirstCountsIfAllAreTrusted() {
    // Given
    useUp("X-Forwarded-For: 10.0.0.5, 10.0.0.6");

    // When / Then
    assertThat(isAdmitted("X-Forwarded-For: 10.0.0.5")).isFalse();
    assertThat(isAdmitted("X-Forwarded-For: 10.0.0.6")).isTrue();
  }

  @Test
  void anIpv6NetworkIsOneClient() {
    // Given
    useUp("X-Forwarded-For: 2001:db8:1:2::7");

    // When / Then
    assertThat(isAdmitted("Forwarded: for=\"[2001:db8:1:2:ffff::8]:4711\"")).isFalse();
    assertThat(isAdmitted("X-Forwarded-For: 2001:db8:1:3::7")).isTrue();
  }

  @Test
  void nobodyElseIsBelieved() {
    try (TestNode other =
        TestNode.with().rateLimit(LIMIT + "/day").trustedProxies("10.0.0.0/8").start()) {
      // Given
      for (int i = 0; i < LIMIT; i++) {
        other.post("not json", "X-Forwarded-For: 192.0.2." + i);
      }

      // When
      Wire.Answer answer =
          other.post("not json", "X-Forwarded-For: 192.0.2.9", "Forwarded: for=192.0.2.9");

      // Then
      assertThat(answer.status()).isEqualTo(429);
    }
  }

  @Test
  void itIsTheSameOverHttp2(@TempDir Path folder) {
    try (TestNode secure =
            TestNode.with()
                .tls(TestCertificate.create().writeTo(folder))
                .rateLimit(LIMIT + "/day")
                .trustedProxies("127.0.0.1")
                .start();
        Http2Wire wire = secure.connect2()) {
      // Given
      for (int i = 0; i < LIMIT; i++) {
        wire.post(2 * i + 1, "not json", "x-forwarded-for", "192.0.2.1").read(2 * i + 1);
      }

      // When
      wire.post(11, "not json", "forwarded", "for=192.0.2.1");
      wire.post(13, "not json", "x-forwarded-for", "192.0.2.2");

      // Then
      assertThat(wire.read(11).status()).isEqualTo(429);
      assertThat(wire.read(13).status()).isEqualTo(200);
    }
  }

  @Test
  void aProxyMayHaveMoreConnectionsThanAClient() {
    // Given
    List<Wire> open = new ArrayList<>();
    try (TestNode small = TestNode.with().connections(5, 2).trustedProxies("127.0.0.1").start()) {
      for (int i = 0; i < 5; i++) {
        open.add(small.connect());
        int status = open.get(i).request("GET", "/health", new byte[0]).read().status();
        assertThat(status).isEqualTo(200);
      }

      // When
      try (Wire tooMany = small.connect()) {

        // Then
        assertThat(tooMany.isClosedWithin(10_000)).isTrue();
      }
      open.forEach(Wire::close);
      TestPlatform.await(() -> small.binding().openConnections() == 0);
    }
  }
}
