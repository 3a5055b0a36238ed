package dev.roost.platform.auth.oauth2;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of one issuer that its tokens may be signed with. */
final class KeySet {
  /** How many keys of a set are looked at. */
  static final int MAX_KEYS = 100;

  private static final int MIN_RSA_BITS = 2_048;

  private final List<VerificationKey> keys;
  private final List<String> oddities;

  private KeySet(List<VerificationKey> keys, List<String> oddities) {
    this.keys = List.copyOf(keys);
    this.oddities = List.copyOf(oddities);
  }

  /**
   * Takes the keys of a JWK set that are of use; the others are {@link #oddities}.
   *
   * @throws ProviderUnavailableException if it is no set, or none of its keys is of use
   */
  static KeySet of(JsonObject document) {
    if (!(document.getValue("keys") instanceof JsonArray entries)) {
      throw new ProviderUnavailableException("the answer is no set of keys");
    }
    List<VerificationKey> keys = new ArrayList<>();
    List<String> oddities = new ArrayList<>();
    for (int i = 0; i < entries.size() && i < MAX_KEYS; i++) {
      try {
        usable(entries.getValue(i)).ifPresent(keys::add);
      } catch (UnusableKeyException e) {
        oddities.add("key " + i + " " + e.getMessage());
      }
    }
    if (keys.isEmpty()) {
      throw new ProviderUnavailableException("no key of the set can be used: " + oddities);
    }
    return new KeySet(keys, oddities);
  }

  /** A key that is there on purpose, but for something else, is neither used nor odd. */
  private static Optional<VerificationKey> usable(Object entry) throws UnusableKeyException {
    if (!(entry instanceof JsonObject object)) {
      throw new UnusableKeyException("is no JSON object");
    }
    try {
      JWK key = JWK.parse(object.encode());
      refuseSecrets(key);
      if (!isForSignatures(key)) {
        return Optional.empty();
      }
      refuseShort(key);
      return Optional.of(VerificationKey.of(key));
    } catch (ParseException | JOSEException | GeneralSecurityException | RuntimeException e) {
      throw new UnusableKeyException("is malformed, or not of a known kind");
    }
  }

  private static boolean isForSignatures(JWK key) {
    return (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
        && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
  }

  private static void refuseSecrets(JWK key) throws UnusableKeyException {
    if (key instanceof OctetSequenceKey) {
      throw new UnusableKeyException("is a shared secret, which is not secret any more");
    }
    if (key.isPrivate()) {
      throw new UnusableKeyException("is the private half, which is not secret any more");
    }
  }

  private static void refuseShort(JWK key) throws UnusableKeyException {
    if (key instanceof RSAKey rsa && rsa.size() < MIN_RSA_BITS) {
      throw new UnusableKeyException("has " + rsa.size() + " bits; RSA needs " + MIN_RSA_BITS);
    }
  }

  /** What is wrong with keys of the set that are not used. */
  List<String> oddities() {
    return oddities;
  }

  /** How many keys are used. */
  int size() {
    return keys.size();
  }

  /** Says whether there is a key of that name, whatever it is for. */
  boolean knows(String id) {
    return keys.stream().anyMatch(key -> key.id().filter(id::equals).isPresent());
  }

  /** The keys that a token may be signed with; one that names none can mean only the only one. */
  List<VerificationKey> find(Optional<String> id, SignatureAlgorithm algorithm) {
    List<VerificationKey> found =
        keys.stream()
            .filter(key -> id.isEmpty() || key.id().equals(id))
            .filter(key -> key.isFor(algorithm))
            .toList();
    return id.isEmpty() && found.size() > 1 ? List.of() : found;
  }

  /** A key that is left out. */
  private static final class UnusableKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableKeyException(String reason) {
      super(reason, null, false, false);
    }
  }
}
