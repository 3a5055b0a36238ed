package dev.roost.launcher;

import java.io.Serial;

/** A verticle of the configuration did not start. */
public final class VerticleFailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String verticle;

  /**
   * @param verticle its name in the configuration
   */
  public VerticleFailedException(String verticle, String problem, Throwable cause) {
    super("The verticle '" + verticle + "' " + problem, cause);
    this.verticle = verticle;
  }

  /** The verticle's name in the configuration. */
  public String verticle() {
    return verticle;
  }
}
