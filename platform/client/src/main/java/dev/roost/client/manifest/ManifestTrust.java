package dev.roost.client.manifest;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose signature the manifest of a peer must bear. The keys come from the program; a key that the
 * peer sends is never trusted, the first time no more than later.
 */
@FunctionalInterface
public interface ManifestTrust {
  /** No signature is asked for, and one that is there is not looked at. */
  ManifestTrust NOT_ASKED = baseUrl -> Optional.empty();

  /**
   * The keys of which one must have signed the peer's manifest.
   *
   * @param baseUrl the peer, without a slash at its end
   * @return empty if it need not be signed; no keys if nobody is trusted to sign for this peer
   */
  Optional<Set<ManifestKey>> signersOf(String baseUrl);

  /**
   * Signatures are asked of every peer.
   *
   * @param keys who signs for it, by its base URL; nobody does for the others
   */
  static ManifestTrust required(Map<String, Set<ManifestKey>> keys) {
    Map<String, Set<ManifestKey>> signers =
        keys.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    peer -> peer.getKey().replaceAll("/+$", ""),
                    peer -> Set.copyOf(peer.getValue())));
    return baseUrl -> Optional.of(signers.getOrDefault(baseUrl, Set.of()));
  }
}
