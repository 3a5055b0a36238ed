package dev.roost.client;

import dev.roost.client.manifest.InvalidSignatureException;
import dev.roost.client.manifest.ManifestKey;
import dev.roost.client.manifest.ManifestTrust;
import dev.roost.client.manifest.SignedManifest;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.InvalidMessageException;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;

/** Reads manifests, and of some peers only such as a trusted key has signed. */
final class TrustedManifests {
  private final ManifestTrust trust;

  TrustedManifests(ManifestTrust trust) {
    this.trust = trust;
  }

  /**
   * Reads one.
   *
   * @throws InvalidAnswerException if it is none
   * @throws UntrustedManifestException if it ought to be signed and is not
   */
  Manifest read(String baseUrl, Buffer text) {
    Optional<Set<ManifestKey>> signers = trust.signersOf(baseUrl);
    return signers.isEmpty()
        ? ManifestReader.read(baseUrl, text)
        : signed(baseUrl, text, signers.get());
  }

  private static Manifest signed(String baseUrl, Buffer text, Set<ManifestKey> signers) {
    if (signers.isEmpty()) {
      throw new UntrustedManifestException(baseUrl, "no key is trusted to sign for this peer");
    }
    SignedManifest document = document(baseUrl, text);
    String reason = "";
    for (ManifestKey key : signers) {
      try {
        document.verify(key);
        return document.manifest();
      } catch (InvalidSignatureException e) {
        reason = e.getMessage();
      }
    }
    throw new UntrustedManifestException(baseUrl, reason);
  }

  private static SignedManifest document(String baseUrl, Buffer text) {
    try {
      return SignedManifest.CODEC.read(text);
    } catch (InvalidMessageException | InvalidJsonException e) {
      ManifestReader.read(baseUrl, text);
      throw new UntrustedManifestException(baseUrl, "it is no signed manifest: " + e.getMessage());
    }
  }
}
