package dev.roost.client.manifest;

import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.constantOf;
import static dev.roost.protocol.json.JsonTypes.oneOf;
import static java.util.Objects.requireNonNull;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.Field;
import dev.roost.protocol.json.Shape;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A manifest with a signature over it.
 *
 * @param manifest what is signed
 * @param signature how it is signed
 * @param publicKey the signer's key, 32 bytes in base 64; whoever sent the document chose it
 */
public record SignedManifest(Manifest manifest, Block signature, @Nullable String publicKey) {
  /** The one algorithm. */
  public static final String ALGORITHM = "ed25519";

  /** Reads and writes such documents; they are closed. */
  public static final Codec<SignedManifest> CODEC = new Codec<>(shape());

  /** Refuses missing parts. */
  public SignedManifest {
    requireNonNull(manifest, "manifest");
    requireNonNull(signature, "signature");
  }

  /**
   * A signature.
   *
   * @param alg always {@value #ALGORITHM}
   * @param signature 64 bytes in base 64
   * @param trustLevel what the signer claims; not covered by the signature
   */
  public record Block(String alg, String signature, TrustLevel trustLevel) {
    /** Refuses missing parts. */
    public Block {
      requireNonNull(alg, "alg");
      requireNonNull(signature, "signature");
      requireNonNull(trustLevel, "trustLevel");
    }
  }

  /** Says whether a document is of this kind rather than a plain manifest. */
  public static boolean isSigned(JsonObject json) {
    return json.containsKey("manifest") && json.containsKey("signature");
  }

  /**
   * The key in the document. That it verifies says only that whoever made the document has it.
   *
   * @throws InvalidSignatureException if there is something, but no key
   */
  public Optional<ManifestKey> embeddedKey() throws InvalidSignatureException {
    if (publicKey == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ManifestKey.of(publicKey));
    } catch (IllegalArgumentException e) {
      throw new InvalidSignatureException("public_key is no key: " + e.getMessage());
    }
  }

  /**
   * Verifies the document.
   *
   * @param key must have signed it
   * @throws InvalidSignatureException if it has not, saying why
   */
  public void verify(ManifestKey key) throws InvalidSignatureException {
    if (!key.verifies(signedBytes(), signatureBytes())) {
      throw new InvalidSignatureException("the signature is not that of the key over the manifest");
    }
  }

  private byte[] signedBytes() throws InvalidSignatureException {
    try {
      return CanonicalManifest.bytes(manifest);
    } catch (IllegalArgumentException e) {
      throw new InvalidSignatureException(String.valueOf(e.getMessage()));
    }
  }

  private byte[] signatureBytes() throws InvalidSignatureException {
    try {
      return StrictBase64.decode(signature.signature(), ManifestKey.SIGNATURE_BYTES);
    } catch (IllegalArgumentException e) {
      throw new InvalidSignatureException("signature.signature is none: " + e.getMessage());
    }
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
    Field<Block, String> alg = shape.required("alg", oneOf(ALGORITHM), Block::alg);
    Field<Block, String> signature = shape.required("signature", STRING, Block::signature);
    Field<Block, TrustLevel> trust =
        shape
            .defaulted(
                "trust_level",
                constantOf(TrustLevel.class, "enum"),
                TrustLevel.SELF_SIGNED,
                Block::trustLevel)
            .always();
    return shape.build(v -> new Block(v.get(alg), v.get(signature), v.get(trust)));
  }
}
