package dev.roost.platform.auth;

/** Whether credentials can be checked: with identity providers not before keys of one are there. */
public final class AuthStatus {
  private volatile boolean ready;

  private AuthStatus(boolean ready) {
    this.ready = ready;
  }

  /** Where what is needed has to be fetched, it is not there in the beginning. */
  public static AuthStatus of(AuthConfig config) {
    return new AuthStatus(config.mode() != AuthConfig.Mode.OAUTH2);
  }

  void set(boolean value) {
    ready = value;
  }

  /** Says whether they can. */
  public boolean isReady() {
    return ready;
  }
}
