package dev.roost.launcher.check;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/**
 * A peer's manifest, signed or not.
 *
 * @param manifest the manifest
 * @param signed the same with its signature, if it has one
 */
record PeerManifest(Manifest manifest, Optional<SignedManifest> signed) {
  /** Reads the manifest in an answer, strictly. */
  static PeerManifest read(Answer answer) {
    JsonObject json = answer.object();
    if (SignedManifest.isSigned(json)) {
      SignedManifest signed = Strict.read(SignedManifest.CODEC, json, answer, "a signed manifest");
      return new PeerManifest(signed.manifest(), Optional.of(signed));
    }
    return new PeerManifest(
        Strict.read(Codec.MANIFEST, json, answer, "a manifest"), Optional.empty());
  }

  /** The manifest in an answer as it stands there. */
  static JsonObject json(Answer answer) {
    JsonObject json = answer.object();
    return SignedManifest.isSigned(json)
        ? Rpc.object(json, "manifest").orElse(new JsonObject())
        : json;
  }

  /** The protocol's version in an answer, if it is there. */
  static String asapVersion(Answer answer) {
    return Rpc.object(json(answer), "capabilities")
        .flatMap(capabilities -> Rpc.text(capabilities, "asap_version"))
        .orElseThrow(() -> answer.unmet("capabilities.asap_version", "a manifest without it"));
  }

  /** Verifies the signature, if there is one. */
  String verify(Answer answer) {
    return signed.map(document -> verify(document, answer)).orElse("not signed");
  }

  private static String verify(SignedManifest document, Answer answer) {
    String expected = "a signature by the key in the manifest";
    String key = document.publicKey();
    if (key == null) {
      throw answer.unmet(expected, "no public_key");
    }
    try {
      if (!Ed25519.verifies(
          bytes(key), document.signedBytes(), bytes(document.signature().signature()))) {
        throw answer.unmet(expected, "one that does not fit the manifest");
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw answer.unmet(expected, "none (" + Excerpt.of(String.valueOf(e.getMessage())) + ")");
    }
    return "verified, " + document.signature().trustLevel();
  }

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
