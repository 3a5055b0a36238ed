package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.7, ::ffff:192.0.2.7, true",
    "::ffff:192.0.2.7, 192.0.2.7, true",
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, ::a00:1, false",
    "10.64.0.0/10, 10.127.1.1, true",
    "10.64.0.0/10, 10.128.0.0, false",
    "0.0.0.0/0, 203.0.113.1, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 203.0.113.1, false",
    "::1, ::1, true",
    "::1, ::2, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "fe80::/10, fe80::1%eth0, true",
    "10.0.0.0/8, proxy.example, false"
  })
  void holdsWhatBeginsWithItsBits(String range, String address, boolean inside) {
    assertThat(AddressRange.parse(range).contains(IpAddresses.parse(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.example, is neither an IP address nor a range of them",
    "10.0.0, is neither an IP address nor a range of them",
    "'', is neither an IP address nor a range of them",
    "10.0.0.0/, must have a number from 0 to 32 behind the slash",
    "10.0.0.0/33, must have a number from 0 to 32 behind the slash",
    "10.0.0.0/+8, must have a number from 0 to 32 behind the slash",
    "::/129, must have a number from 0 to 128 behind the slash",
    "10.0.0.1/8, has bits beyond the first 8 that are not 0",
    "2001:db8::1/64, has bits beyond the first 64 that are not 0"
  })
  void saysWhatIsWrongWithAText(String text, String fault) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(fault);
  }
}
