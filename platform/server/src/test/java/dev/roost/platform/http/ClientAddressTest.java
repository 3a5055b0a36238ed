package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "0:0:0:0:0:ffff:c000:201, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    "2001:db8:1:2::, 2001:db8:1:2::/64",
    "2001:0DB8:0001:0002:ffff:ffff:ffff:ffff, 2001:db8:1:2::/64",
    "2001:db8:1:3::1, 2001:db8:1:3::/64",
    "fe80::1%eth0, fe80:0:0:0::/64",
    "::1, 0:0:0:0::/64",
    "a name, a name"
  })
  void aNetworkIsOneClient(String host, String client) {
    assertThat(ClientAddress.of(host)).isEqualTo(client);
  }

  @Test
  void aConnectionWithoutAddressIsCountedToo() {
    assertThat(ClientAddress.of(SocketAddress.domainSocketAddress("/run/x"))).isEqualTo("unknown");
    assertThat(ClientAddress.of((SocketAddress) null)).isEqualTo("unknown");
  }

  @Test
  void theAddressOfAConnection() {
    SocketAddress address = SocketAddress.inetSocketAddress(4711, "2001:db8::7");
    assertThat(ClientAddress.of(address)).isEqualTo("2001:db8:0:0::/64");
  }
}
