package dev.roost.launcher.check;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Signs manifests with a key of its own. */
final class Signatures {
  private static final int KEY_BYTES = 32;

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
    try {
      KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(keys.getPrivate());
      signer.update(signedBytes(signed));
      JsonObject block =
          new JsonObject().put("alg", "ed25519").put("signature", base64(signer.sign()));
      byte[] encoded = keys.getPublic().getEncoded();
      byte[] key = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
      return new JsonObject()
          .put("manifest", shown)
          .put("signature", block)
          .put("public_key", base64(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] signedBytes(JsonObject json) {
    Manifest manifest = Codec.MANIFEST.read(json.toBuffer());
    SignedManifest.Block none = new SignedManifest.Block("ed25519", "", "self-signed");
    return new SignedManifest(manifest, none, null).signedBytes();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
