package dev.roost.platform.http;

import dev.roost.client.manifest.ManifestSigner;
import dev.roost.client.manifest.SignedManifest;
import dev.roost.client.manifest.TrustLevel;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the platform adds to the manifests of its agents.
 *
 * @param publicUrl how the platform is reached, without a slash at its end
 * @param auth what callers must show; null if nothing
 * @param maxAgeSeconds how long a manifest may be kept, {@code discovery.manifestTtlSeconds}
 * @param durable whether the platform keeps tasks and states beyond its own end
 * @param signer signs the pages; empty if they are plain manifests
 */
public record Presentation(
    String publicUrl,
    Manifest.@Nullable AuthScheme auth,
    long maxAgeSeconds,
    BooleanSupplier durable,
    Optional<ManifestSigner> signer) {
  private static final Logger LOG = LoggerFactory.getLogger(Presentation.class);

  /** The page of an agent that is reached below {@code path}. */
  Buffer page(Manifest manifest, String path) {
    Manifest shown = at(manifest, path);
    return signer.map(key -> signed(key, shown)).orElseGet(() -> Codec.MANIFEST.write(shown));
  }

  /** One that cannot be signed is shown without a signature. */
  private static Buffer signed(ManifestSigner signer, Manifest manifest) {
    try {
      return SignedManifest.CODEC.write(signer.sign(manifest, TrustLevel.SELF_SIGNED));
    } catch (IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("agent", manifest.id())
          .addKeyValue("reason", e.getMessage())
          .log("A manifest is shown without a signature");
      return Codec.MANIFEST.write(manifest);
    }
  }

  /** The manifest of an agent that is reached below {@code path}. */
  Manifest at(Manifest manifest, String path) {
    return manifest
        .withStatePersistence(manifest.capabilities().statePersistence() || durable.getAsBoolean())
        .withEndpoints(new Manifest.Endpoint(publicUrl + path + "/asap", null))
        .withAuth(auth)
        .withTtlSeconds(maxAgeSeconds);
  }
}
