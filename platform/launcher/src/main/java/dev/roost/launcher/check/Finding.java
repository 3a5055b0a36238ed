package dev.roost.launcher.check;

import static java.util.Objects.requireNonNull;

/**
 * Why a check failed.
 *
 * @param where the request, below the agent's root
 * @param expected what the rule wants
 * @param came what the peer did
 * @param advice what to do about it
 */
public record Finding(String where, String expected, String came, String advice) {
  /** Refuses missing parts. */
  public Finding {
    requireNonNull(where, "where");
    requireNonNull(expected, "expected");
    requireNonNull(came, "came");
    requireNonNull(advice, "advice");
  }

  /** All of it in one sentence. */
  public String message() {
    return where + ": expected " + expected + ", came " + came + "; " + advice;
  }
}
