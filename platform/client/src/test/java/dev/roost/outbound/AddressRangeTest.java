package dev.roost.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of addresses. */
class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, 9.255.255.255, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "128.0.0.0/1, 255.0.0.0, true",
    "128.0.0.0/1, 127.255.255.255, false",
    "::/0, ffff::, true",
    "::/0, 1.2.3.4, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "fd00::/64, fd00::ffff:0:0:1, true",
    "fd00::/64, fd00:0:0:1::, false",
    "fd00::/65, fd00::7fff:ffff:ffff:ffff, true",
    "fd00::/65, fd00::8000:0:0:0, false",
    "::1, ::1, true",
    "::1, ::2, false",
    "::1/128, 0:0:0:0:0:0:0:1, true",
  })
  void knowsWhatIsInIt(String range, String address, boolean inside) {
    // When
    boolean contains = AddressRange.parse(range).contains(IpAddress.valueOf(address));

    // Then
    assertThat(contains).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/",
        "10.0.0.0/08",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "fd00::1/8",
        "fd00::1/127",
        "10.0/8",
        "localhost",
        "10.0.0.0/9999",
      })
  void whatIsNoRangeIsRefused(String text) {
    // When, Then
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isWrittenAsItIsRead() {
    assertThat(AddressRange.parse("10.0.0.0/8")).hasToString("10.0.0.0/8");
    assertThat(AddressRange.parse("fd00::7")).hasToString("fd00:0:0:0:0:0:0:7/128");
  }

  @Test
  void anAddressHas4Or16Bytes() {
    assertThatThrownBy(() -> IpAddress.of(new byte[5])).hasMessageContaining("4 or 16 bytes: 5");
    assertThatThrownBy(() -> IpAddress.valueOf("x")).hasMessageContaining("not an IP address");
  }
}
