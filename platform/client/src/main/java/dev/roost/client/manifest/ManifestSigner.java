package dev.roost.client.manifest;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.Manifest;
import java.security.GeneralSecurityException;
import java.security.Signature;
import org.jspecify.annotations.Nullable;

/** Signs manifests. Holds a private key, which it shows only to {@link #toPem()}. */
public final class ManifestSigner {
  private final SigningKey pair;

  private ManifestSigner(SigningKey pair) {
    this.pair = pair;
  }

  /** With a new key. */
  public static ManifestSigner generate() {
    return new ManifestSigner(SigningKey.generate());
  }

  /**
   * With a key that there is.
   *
   * @param text the private key: PKCS #8 in PEM, or the 32 bytes of the seed in base 64
   * @throws IllegalArgumentException if it is none, without its text
   */
  public static ManifestSigner of(String text) {
    return new ManifestSigner(SigningKey.read(requireNonNull(text, "text").strip()));
  }

  /** Its public half, for those who verify. */
  public ManifestKey key() {
    return pair.publicKey();
  }

  /** The private key, PKCS #8 in PEM: a secret. */
  public String toPem() {
    return pair.toPem();
  }

  /**
   * Signs a manifest. The same key and manifest make the same signature. What no signature can
   * cover is left out: {@code verification.verified_at}, and another signature.
   *
   * @throws IllegalArgumentException if it holds an integer that has no canonical form
   */
  public SignedManifest sign(Manifest manifest, TrustLevel trust) {
    Manifest signable = signable(manifest);
    String signature = StrictBase64.encode(sign(CanonicalManifest.bytes(signable)));
    return new SignedManifest(
        signable,
        new SignedManifest.Block(SignedManifest.ALGORITHM, signature, trust),
        key().toString());
  }

  private static Manifest signable(Manifest manifest) {
    return new Manifest(
        manifest.id(),
        manifest.name(),
        manifest.version(),
        manifest.description(),
        manifest.capabilities(),
        manifest.endpoints(),
        manifest.supportedVersions(),
        manifest.auth(),
        null,
        manifest.sla(),
        undated(manifest.verification()),
        manifest.ttlSeconds());
  }

  private static Manifest.@Nullable Verification undated(
      Manifest.@Nullable Verification verification) {
    return verification == null ? null : new Manifest.Verification(verification.status(), null);
  }

  private byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance(ManifestKey.ALGORITHM);
      signature.initSign(pair.secret());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }
}
