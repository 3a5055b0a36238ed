package dev.roost.platform.auth;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the {@code auth} verticle lets others know at any time. Credentials can be checked: with
 * identity providers not before keys of one are there. And since when proofs count.
 */
public final class AuthStatus {
  private final AtomicLong epoch = new AtomicLong();
  private volatile boolean ready;

  private AuthStatus(boolean ready) {
    this.ready = ready;
  }

  /** Where what is needed has to be fetched, it is not there in the beginning. */
  public static AuthStatus of(AuthConfig config) {
    return new AuthStatus(config.mode() != AuthConfig.Mode.OAUTH2);
  }

  /** Has everything forgotten that was proved before. */
  void forget() {
    epoch.incrementAndGet();
  }

  /** What is proved from now on; what was proved in another epoch does not count any more. */
  long epoch() {
    return epoch.get();
  }

  void set(boolean value) {
    ready = value;
  }

  /** Says whether they can. */
  public boolean isReady() {
    return ready;
  }
}
