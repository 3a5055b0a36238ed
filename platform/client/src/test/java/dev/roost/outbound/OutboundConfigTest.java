package dev.roost.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The section {@code outbound}. */
class OutboundConfigTest {
  @Test
  void theDefaultsAllowNothingBesideTlsToPublicAddresses() {
    // When
    OutboundConfig config = OutboundConfig.of(new JsonObject());

    // Then
    assertThat(config).isEqualTo(OutboundConfig.DEFAULTS);
    assertThat(config.allowHttp()).isFalse();
    assertThat(config.allowAddresses()).isEmpty();
  }

  @Test
  void everyValueCanBeChanged() {
    // When
    OutboundConfig config =
        OutboundConfig.of(
            new JsonObject()
                .put("allowHttp", true)
                .put("allowAddresses", new JsonArray().add("10.0.0.0/8").add("::1")));

    // Then
    assertThat(config)
        .isEqualTo(
            new OutboundConfig(
                true, List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("::1/128"))));
  }

  @Test
  void anEntryThatIsNoAddressIsNamed() {
    // Given
    JsonObject section =
        new JsonObject().put("allowAddresses", new JsonArray().add("::1").add("intranet"));

    // When, Then
    assertThatThrownBy(() -> OutboundConfig.of(section))
        .hasMessage(
            "outbound.allowAddresses[1]: neither an IP address nor a range such as 10.0.0.0/8:"
                + " intranet");
  }
}
