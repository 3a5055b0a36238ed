package dev.roost.platform.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Makes keys: ASCII, ordered by their bytes as their parts are. */
final class Keys {
  /** Before every key. */
  static final String FIRST = "";

  /** Behind every key. */
  static final String LAST = "~~";

  private static final char SEPARATOR = '/';
  private static final char BEHIND_SEPARATOR = '0';
  private static final int DIGITS = 19;
  private static final int ROOM = 128;
  private static final long MICROS = 1_000_000;
  private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Keys::sha256);

  private Keys() {}

  /** Parts one behind the other; none can be mistaken for another. */
  static String of(String... parts) {
    StringBuilder key = new StringBuilder(ROOM);
    for (String part : parts) {
      if (!key.isEmpty()) {
        key.append(SEPARATOR);
      }
      escape(key, part);
    }
    return key.toString();
  }

  /** A number, and behind it a hash: nothing in them has to be escaped. */
  static String of(long number, String hash) {
    return number(number) + SEPARATOR + hash;
  }

  /** Behind all keys that begin with these parts and have more. */
  static String behind(String... parts) {
    return of(parts) + BEHIND_SEPARATOR;
  }

  /** The first key that can begin with these parts and have more. */
  static String from(String... parts) {
    return of(parts) + SEPARATOR;
  }

  private static void escape(StringBuilder key, String part) {
    if (part.isEmpty()) {
      key.append("%");
    }
    if (isPlain(part)) {
      key.append(part);
      return;
    }
    for (byte one : part.getBytes(UTF_8)) {
      if (isPlain(one)) {
        key.append((char) one);
      } else {
        key.append('%').append(HexFormat.of().toHexDigits(one));
      }
    }
  }

  private static boolean isPlain(String part) {
    for (int i = 0; i < part.length(); i++) {
      if (!isPlain(part.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(int one) {
    return one > ' ' && one < '~' && one != '%' && one != SEPARATOR;
  }

  /** A number, not negative, so that the order is that of numbers. */
  static String number(long value) {
    String digits = Long.toString(value);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** A time not before 1970, to the microsecond. */
  static String time(Instant time) {
    return number(micros(time));
  }

  static long micros(Instant time) {
    return time.getEpochSecond() * MICROS + time.getNano() / 1_000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }

  /** What stands behind the last separator. */
  static String last(String key) {
    return key.substring(key.lastIndexOf(SEPARATOR) + 1);
  }

  /** The number that a key begins with. */
  static long firstNumber(String key) {
    return Long.parseLong(key.substring(0, DIGITS));
  }

  /** A key of fixed length for texts of any. */
  static String hash(String... parts) {
    return HexFormat.of().formatHex(SHA_256.get().digest(of(parts).getBytes(UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
