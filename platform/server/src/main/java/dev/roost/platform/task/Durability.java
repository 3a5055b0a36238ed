package dev.roost.platform.task;

/** Whether a request is to outlive the process that takes it. */
public enum Durability {
  /** Nobody wants it. */
  NOT_ASKED,
  /** Its caller or the operator wants it, but the database outlives nothing itself. */
  NOT_POSSIBLE,
  /** It does. */
  DURABLE
}
