package dev.roost.client.manifest;

import java.math.BigInteger;
import java.util.Arrays;

/** What RFC 8032 asks of numbers before it computes: each has one spelling. */
final class EdwardsNumbers {
  /** How long a point and a scalar are. */
  static final int BYTES = 32;

  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private EdwardsNumbers() {}

  /** Whether the bytes from {@code offset} on are a scalar below the order of the group. */
  static boolean isScalar(byte[] bytes, int offset) {
    return number(bytes, offset).compareTo(ORDER) < 0;
  }

  /** Whether they spell a coordinate below the prime; the last bit is the other one's sign. */
  static boolean isPoint(byte[] bytes, int offset) {
    return number(bytes, offset).clearBit(BYTES * Byte.SIZE - 1).compareTo(PRIME) < 0;
  }

  private static BigInteger number(byte[] bytes, int offset) {
    byte[] bigEndian = Arrays.copyOfRange(bytes, offset, offset + BYTES);
    for (int i = 0; i < BYTES / 2; i++) {
      byte swapped = bigEndian[i];
      bigEndian[i] = bigEndian[BYTES - 1 - i];
      bigEndian[BYTES - 1 - i] = swapped;
    }
    return new BigInteger(1, bigEndian);
  }
}
