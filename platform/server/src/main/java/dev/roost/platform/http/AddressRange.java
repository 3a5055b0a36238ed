package dev.roost.platform.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One IP address, or all that begin with the same bits, such as {@code 10.0.0.0/8}. */
public final class AddressRange {
  private final byte[] first;
  private final int bits;

  private AddressRange(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /**
   * Reads an address or a range.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] first = IpAddresses.parse(slash < 0 ? text : text.substring(0, slash));
    if (first == null) {
      throw new IllegalArgumentException("is neither an IP address nor a range of them");
    }
    int most = first.length * Byte.SIZE;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1), most);
    AddressRange range = new AddressRange(first, bits);
    if (!range.begins()) {
      throw new IllegalArgumentException("has bits beyond the first " + bits + " that are not 0");
    }
    return range;
  }

  private static int bits(String text, int most) {
    if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(
          "must have a number from 0 to " + most + " behind the slash");
    }
    return Integer.parseInt(text);
  }

  private boolean begins() {
    for (int bit = bits; bit < first.length * Byte.SIZE; bit++) {
      if (bit(first, bit) != 0) {
        return false;
      }
    }
    return true;
  }

  boolean contains(byte @Nullable [] address) {
    if (address == null || address.length != first.length) {
      return false;
    }
    int bytes = bits / Byte.SIZE;
    for (int bit = bytes * Byte.SIZE; bit < bits; bit++) {
      if (bit(address, bit) != bit(first, bit)) {
        return false;
      }
    }
    return Arrays.equals(address, 0, bytes, first, 0, bytes);
  }

  private static int bit(byte[] bytes, int index) {
    return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
  }
}
