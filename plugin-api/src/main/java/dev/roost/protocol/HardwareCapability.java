package dev.roost.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent runs on.
 *
 * @param kind {@code class} on the wire: cloud, sbc, edge_accelerator, microcontroller or desktop
 * @param model the device, at most 100 characters
 * @param io the ports, such as {@code gpio}
 */
public record HardwareCapability(@Nullable String kind, @Nullable String model, List<String> io) {
  /** Copies the list. */
  public HardwareCapability {
    io = List.copyOf(io);
  }
}
