package dev.roost.launcher.check;

import dev.roost.client.manifest.ManifestSigner;
import dev.roost.client.manifest.SignedManifest;
import dev.roost.client.manifest.TrustLevel;
import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonObject;

/** Signs manifests with a key of its own. */
final class Signatures {
  private Signatures() {}

  /** Signs {@code manifest} as it should be. */
  static JsonObject right(JsonObject manifest) {
    return sign(manifest, manifest);
  }

  /** Puts the signature of another manifest to {@code manifest}. */
  static JsonObject wrong(JsonObject manifest) {
    return sign(manifest, manifest.copy().put("name", "Another"));
  }

  /** Signs it, but does not say with which key. */
  static JsonObject keyless(JsonObject manifest) {
    JsonObject signed = right(manifest);
    signed.remove("public_key");
    return signed;
  }

  private static JsonObject sign(JsonObject shown, JsonObject signed) {
    SignedManifest document =
        ManifestSigner.generate()
            .sign(Codec.MANIFEST.read(signed.toBuffer()), TrustLevel.SELF_SIGNED);
    return new JsonObject(SignedManifest.CODEC.write(document)).put("manifest", shown);
  }
}
