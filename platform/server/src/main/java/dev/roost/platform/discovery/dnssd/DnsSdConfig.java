package dev.roost.platform.discovery.dnssd;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The section {@code discovery.dnssd}.
 *
 * @param enabled whether the local network is told of this node's agents
 * @param address an address of the interface by which it is told; empty for the first that fits
 */
public record DnsSdConfig(boolean enabled, Optional<InetAddress> address) {
  /** Refuses missing parts. */
  public DnsSdConfig {
    requireNonNull(address, "address");
  }

  /**
   * Reads the section.
   *
   * @throws IllegalArgumentException if the address is none
   */
  public static DnsSdConfig of(JsonObject section) {
    return new DnsSdConfig(
        section.getBoolean("enabled"),
        Optional.ofNullable(section.getString("address")).map(DnsSdConfig::address));
  }

  /**
   * An address; names are not looked up.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static InetAddress address(String text) {
    try {
      if (text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || text.contains(":")) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no IP address", e);
    }
    throw new IllegalArgumentException("\"" + text + "\" is no IP address");
  }
}
