package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import io.vertx.core.MultiMap;
import java.time.Instant;

/** As whom a program asks, and how it shows that it is. Never by anything in a URL. */
public abstract sealed class ClientAuthentication
    permits ClientSecret, PrivateKeyJwt, PublicClient {
  private final String clientId;

  ClientAuthentication(String clientId) {
    if (clientId.isEmpty() || !clientId.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException("a client id is visible ASCII");
    }
    this.clientId = clientId;
  }

  /** By a secret ({@code client_secret_basic}). */
  public static ClientAuthentication secret(String clientId, Secret secret) {
    return new ClientSecret(clientId, secret);
  }

  /**
   * By a key ({@code private_key_jwt}).
   *
   * @param jwk the private key as JWK: RSA of 2,048 bits or more, or EC on P-256
   * @throws IllegalArgumentException if it is none of these
   */
  public static ClientAuthentication privateKey(String clientId, Secret jwk) {
    return PrivateKeyJwt.of(clientId, jwk);
  }

  /** Not at all: a program that lies on its users' machines can keep no secret. */
  public static ClientAuthentication none(String clientId) {
    return new PublicClient(clientId);
  }

  /** The client's name at the provider. */
  public final String clientId() {
    return clientId;
  }

  /** Whether it shows that it is who it says. */
  abstract boolean confidential();

  /** Adds to a request of the token endpoint what shows it. */
  abstract void authenticate(String issuer, Instant now, MultiMap headers, Form form);

  @Override
  public final String toString() {
    return getClass().getSimpleName() + '[' + clientId + ']';
  }
}
