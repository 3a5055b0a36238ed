package dev.roost.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which models an agent runs, and where.
 *
 * @param modes such as {@code cloud} or {@code local_cpu}
 * @param localModels the models on the device
 */
public record InferenceCapability(List<String> modes, List<LocalModel> localModels) {
  /** Copies the lists. */
  public InferenceCapability {
    modes = List.copyOf(modes);
    localModels = List.copyOf(localModels);
  }

  /**
   * A model on the device.
   *
   * @param id its name
   * @param quantization how it is quantised
   * @param throughputTokensPerSecond how fast it is, not negative
   */
  public record LocalModel(
      @Nullable String id,
      @Nullable String quantization,
      @Nullable Double throughputTokensPerSecond) {}
}
