package dev.roost.launcher.check;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version in the sense of PEP 440, as far as it takes to compare it with a final release.
 *
 * @param epoch the number before {@code !}, else 0
 * @param release the numbers, without zeros at the end
 * @param early whether it comes before the final release of these numbers
 */
record Pep440(BigInteger epoch, List<BigInteger> release, boolean early) {
  private static final int MAX_LENGTH = 128;
  private static final Pattern FORM =
      Pattern.compile(
          "v?(?:(?<epoch>\\d+)!)?(?<release>\\d+(?:\\.\\d+)*)"
              + "(?<pre>[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\\d*)?"
              + "(?<post>-\\d+|[-_.]?(?:post|rev|r)[-_.]?\\d*)?"
              + "(?<dev>[-_.]?dev[-_.]?\\d*)?"
              + "(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?");

  Pep440 {
    release = List.copyOf(release);
  }

  /** Reads a version; empty if it is none. */
  static Optional<Pep440> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher found = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    return found.matches() ? Optional.of(of(found)) : Optional.empty();
  }

  private static Pep440 of(Matcher found) {
    String epoch = found.group("epoch");
    boolean developed = found.group("dev") != null && found.group("post") == null;
    return new Pep440(
        epoch == null ? BigInteger.ZERO : new BigInteger(epoch),
        numbers(found.group("release")),
        found.group("pre") != null || developed);
  }

  private static List<BigInteger> numbers(String release) {
    List<BigInteger> numbers = new ArrayList<>();
    for (String number : release.split("\\.")) {
      numbers.add(new BigInteger(number));
    }
    while (numbers.size() > 1 && numbers.get(numbers.size() - 1).signum() == 0) {
      numbers.remove(numbers.size() - 1);
    }
    return numbers;
  }

  /** Says whether this is the final release {@code other} or comes after it. */
  boolean isAtLeast(Pep440 other) {
    int order = epoch.compareTo(other.epoch);
    for (int i = 0; order == 0 && i < Math.max(release.size(), other.release.size()); i++) {
      order = number(i).compareTo(other.number(i));
    }
    return order > 0 || order == 0 && !early;
  }

  private BigInteger number(int index) {
    return index < release.size() ? release.get(index) : BigInteger.ZERO;
  }
}
