package dev.roost.protocol.json;

/** Which keys are written. */
public enum Profile {
  /** Neither nulls nor defaults: what every release of the protocol accepts. */
  MINIMAL,
  /** Every key, as the reference writes it; needed where a signature covers the text. */
  FULL
}
