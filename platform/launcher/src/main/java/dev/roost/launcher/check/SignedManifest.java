package dev.roost.launcher.check;

import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.oneOf;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.Field;
import dev.roost.protocol.json.Profile;
import dev.roost.protocol.json.Shape;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A manifest with a signature over it.
 *
 * @param manifest what is signed
 * @param signature who signed it, and how
 * @param publicKey the signer's key, 32 bytes in base 64
 */
record SignedManifest(Manifest manifest, Block signature, @Nullable String publicKey) {
  static final Codec<SignedManifest> CODEC = new Codec<>(shape());

  /**
   * A signature.
   *
   * @param alg always {@code ed25519}
   * @param signature 64 bytes in base 64
   * @param trustLevel what the signer claims
   */
  record Block(String alg, String signature, String trustLevel) {}

  /** Says whether {@code json} is of this kind rather than a plain manifest. */
  static boolean isSigned(JsonObject json) {
    return json.containsKey("manifest") && json.containsKey("signature");
  }

  /** What the signature is over: the manifest as the reference writes it, in canonical form. */
  byte[] signedBytes() {
    JsonObject whole = new JsonObject(Codec.MANIFEST.write(manifest, Profile.FULL));
    whole.remove("signature");
    Rpc.object(whole, "capabilities")
        .flatMap(capabilities -> Rpc.object(capabilities, "hardware"))
        .ifPresent(hardware -> hardware.put("class_", hardware.remove("class")));
    return CanonicalJson.write(whole);
  }

  private static Shape<SignedManifest> shape() {
    Shape.Builder<SignedManifest> shape = Shape.of("SignedManifest");
    Field<SignedManifest, Manifest> manifest =
        shape.required("manifest", Codec.MANIFEST.type(), SignedManifest::manifest);
    Field<SignedManifest, Block> signature =
        shape.required("signature", block(), SignedManifest::signature);
    Field<SignedManifest, String> key =
        shape.optional("public_key", STRING, SignedManifest::publicKey);
    return shape.build(v -> new SignedManifest(v.get(manifest), v.get(signature), v.get(key)));
  }

  private static Shape<Block> block() {
    Shape.Builder<Block> shape = Shape.of("SignatureBlock");
    Field<Block, String> alg = shape.required("alg", oneOf("ed25519"), Block::alg);
    Field<Block, String> signature = shape.required("signature", STRING, Block::signature);
    Field<Block, String> trust =
        shape.defaulted(
            "trust_level",
            oneOf("self-signed", "verified", "enterprise"),
            "self-signed",
            Block::trustLevel);
    return shape.build(v -> new Block(v.get(alg), v.get(signature), v.get(trust)));
  }
}
