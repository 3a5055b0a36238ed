package dev.roost.platform.discovery;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonObject;

/** Manifests as they stand in the registry. */
final class ManifestJson {
  private ManifestJson() {}

  static JsonObject write(Manifest manifest) {
    return Codec.MANIFEST.write(manifest).toJsonObject();
  }

  static Manifest read(JsonObject json) {
    return Codec.MANIFEST.read(json.toBuffer());
  }
}
