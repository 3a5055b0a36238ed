package dev.roost.client;

import java.time.Duration;

/** Checks of settings. */
final class Positive {
  private Positive() {}

  static void check(String name, Duration value) {
    if (value.toMillis() <= 0) {
      throw new IllegalArgumentException(name + " must be at least a millisecond: " + value);
    }
  }

  static void check(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }
}
