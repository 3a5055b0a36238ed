package dev.roost.client;

/** What is known of a message whose call failed: whether sending it again can do harm. */
public enum Fate {
  /** The peer has not done it: it was never reached, or said that it would not for now. */
  NOT_TAKEN,
  /** Nobody knows: the connection or the time ended before an answer. */
  UNKNOWN,
  /** The peer has had its last word; the same message will fare no better. */
  ANSWERED
}
