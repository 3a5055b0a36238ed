package dev.roost.outbound;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The section {@code outbound}: what is allowed beside TLS to public addresses.
 *
 * @param allowHttp whether {@code http:} URLs are allowed
 * @param allowAddresses addresses that are allowed although they are not public
 */
public record OutboundConfig(boolean allowHttp, List<AddressRange> allowAddresses) {
  /** Nothing beside it. */
  public static final OutboundConfig DEFAULTS = new OutboundConfig(false, List.of());

  /** Copies the list. */
  public OutboundConfig {
    allowAddresses = List.copyOf(allowAddresses);
  }

  /**
   * Reads the section; absent keys have their defaults.
   *
   * @throws IllegalArgumentException naming the entry that is no address
   */
  public static OutboundConfig of(JsonObject section) {
    JsonArray texts = section.getJsonArray("allowAddresses", new JsonArray());
    List<AddressRange> ranges = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      ranges.add(range(i, texts.getString(i)));
    }
    return new OutboundConfig(section.getBoolean("allowHttp", false), ranges);
  }

  private static AddressRange range(int index, String text) {
    try {
      return AddressRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "outbound.allowAddresses[" + index + "]: " + e.getMessage(), e);
    }
  }
}
