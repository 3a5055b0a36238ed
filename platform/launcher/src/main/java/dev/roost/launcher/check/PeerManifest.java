package dev.roost.launcher.check;

import dev.roost.client.manifest.InvalidSignatureException;
import dev.roost.client.manifest.SignedManifest;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonObject;
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
    try {
      document.verify(
          document.embeddedKey().orElseThrow(() -> answer.unmet(expected, "no public_key")));
      return "verified, " + document.signature().trustLevel().wireName();
    } catch (InvalidSignatureException e) {
      throw answer.unmet(expected, "none (" + Excerpt.of(String.valueOf(e.getMessage())) + ")");
    }
  }
}
