/**
 * Signed manifests: a document with a manifest, an Ed25519 signature over it, and the signer's key.
 *
 * <p>{@link dev.roost.client.manifest.ManifestSigner} makes {@linkplain
 * dev.roost.client.manifest.SignedManifest signed manifests}; a {@link
 * dev.roost.client.manifest.ManifestKey} verifies them; {@link
 * dev.roost.client.manifest.ManifestTrust} says whose signature a client asks of which peer.
 *
 * <p>What is signed is not the text that was sent: it is the manifest with every key that the
 * protocol's release 2.4 knows, in the canonical form of RFC 8785. The trust level and the key in
 * the document are not covered by the signature; a key that came with what it signs proves nothing.
 */
@NullMarked
package dev.roost.client.manifest;

import org.jspecify.annotations.NullMarked;
