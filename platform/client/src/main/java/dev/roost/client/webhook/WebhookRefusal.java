package dev.roost.client.webhook;

/** Why a request is no delivery that can be believed. */
public enum WebhookRefusal {
  /** A header that it needs is not there. */
  MISSING,
  /** A header that it has once is there more than once. */
  AMBIGUOUS,
  /** Its id can be none. */
  ID,
  /** Its time is not a whole number of seconds. */
  TIMESTAMP,
  /** It was signed too long ago: somebody may be sending again what they saw. */
  TOO_OLD,
  /** It was signed in the future: one of the two clocks is wrong. */
  TOO_NEW,
  /** None of its signatures is by a secret or key that is trusted. */
  SIGNATURE,
  /** It is signed as it should be, but tells no event. */
  BODY
}
