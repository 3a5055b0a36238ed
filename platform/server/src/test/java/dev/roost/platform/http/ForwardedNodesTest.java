package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedNodesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=192.0.2.1                                | 192.0.2.1",
        "For=\"[2001:db8::1]:4711\"                   | [2001:db8::1]:4711",
        "for=192.0.2.1;proto=https;by=203.0.113.4     | 192.0.2.1",
        "proto=\"a,b;c\";for=192.0.2.1                | 192.0.2.1",
        "for=192.0.2.1, for=198.51.100.2              | 192.0.2.1 198.51.100.2",
        "for=192.0.2.1 , for=\"198.51.100.2\" ; by=x  | 192.0.2.1 198.51.100.2",
        "for=\"192.0\\.2.1\"                          | 192.0.2.1",
        "for=_hidden                                  | _hidden",
        "for=unknown,for=192.0.2.1                    | unknown 192.0.2.1"
      })
  void namesTheNodeOfEachHop(String header, String nodes) {
    assertThat(ForwardedNodes.ofForwarded(header)).contains(List.of(nodes.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "for",
        "=1",
        "for=1,",
        ",for=1",
        "for=1;",
        "for=1;;by=2",
        "proto=https",
        "for=1,proto=https",
        "for=1;for=2",
        "for=\"1",
        "for=\"1\\",
        "for=\"1\"2",
        "for=1 2",
        "f or=1",
        "for =1"
      })
  void whatIsMalformedNamesNothing(String header) {
    assertThat(ForwardedNodes.ofForwarded(header)).isEmpty();
  }

  @Test
  void aLongHeaderIsReadToo() {
    // Given
    String escapes = "\\a".repeat(4_000);

    // When / Then
    assertThat(ForwardedNodes.ofForwarded("by=\"" + escapes + "\";for=a")).contains(List.of("a"));
    assertThat(ForwardedNodes.ofForwarded("for=a,".repeat(2_000) + "for=a").get()).hasSize(2_001);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1:4711, 192.0.2.1",
    "192.0.2.1:_port, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "2001:db8:1:2::7, 2001:db8:1:2::/64",
    "[2001:db8:1:2::7], 2001:db8:1:2::/64",
    "[2001:db8:1:2::7]:4711, 2001:db8:1:2::/64"
  })
  void aNodeTellsAnAddress(String node, String client) {
    assertThat(ClientAddress.of(ForwardedNodes.address(node))).isEqualTo(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "_hidden",
        "example.com",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.1:",
        "192.0.2.1:x",
        "192.0.2.1:123456",
        ":80",
        "[2001:db8::1",
        "[2001:db8::1]x",
        "[2001:db8::1]:",
        "[]",
        "2001:db8::1]:80"
      })
  void otherNodesTellNone(String node) {
    assertThat(ForwardedNodes.address(node)).isNull();
  }
}
