package dev.roost.platform.http;

import dev.roost.protocol.Manifest;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the platform adds to the manifests of its agents.
 *
 * @param publicUrl how the platform is reached, without a slash at its end
 * @param auth what callers must show; null if nothing
 * @param maxAgeSeconds how long a manifest may be kept, {@code discovery.manifestTtlSeconds}
 * @param durable whether the platform keeps tasks and states beyond its own end
 */
public record Presentation(
    String publicUrl,
    Manifest.@Nullable AuthScheme auth,
    long maxAgeSeconds,
    BooleanSupplier durable) {
  /** The manifest of an agent that is reached below {@code path}. */
  Manifest at(Manifest manifest, String path) {
    return manifest
        .withStatePersistence(manifest.capabilities().statePersistence() || durable.getAsBoolean())
        .withEndpoints(new Manifest.Endpoint(publicUrl + path + "/asap", null))
        .withAuth(auth)
        .withTtlSeconds(maxAgeSeconds);
  }
}
