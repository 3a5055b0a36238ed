package dev.roost.outbound;

/** The names of hosts: letters, digits and hyphens between dots (RFC 952, 1123). */
final class HostNames {
  private static final int MAX_LENGTH = 253;
  static final int MAX_LABEL_LENGTH = 63;

  private HostNames() {}

  /**
   * The name in lower-case ASCII.
   *
   * @throws InvalidUrlException if it is no name, or could be taken for an address
   */
  static String canonical(String text) {
    StringBuilder name = new StringBuilder();
    for (String label : text.split("\\.", -1)) {
      name.append(name.isEmpty() ? "" : ".").append(canonicalLabel(label));
    }
    if (name.length() > MAX_LENGTH) {
      throw new InvalidUrlException("the host has more than " + MAX_LENGTH + " characters");
    }
    if (!Ascii.isLetter(name.charAt(name.lastIndexOf(".") + 1))) {
      throw new InvalidUrlException("the last part of the host does not begin with a letter");
    }
    return name.toString();
  }

  private static String canonicalLabel(String label) {
    String ascii = Ascii.isAll(label) ? Ascii.lower(label) : UnicodeLabels.toAscii(label);
    if (ascii.isEmpty() || ascii.length() > MAX_LABEL_LENGTH) {
      throw new InvalidUrlException(
          "a part of the host does not have 1 to " + MAX_LABEL_LENGTH + " characters");
    }
    if (!ascii.chars().allMatch(c -> Ascii.isLetter(c) || Ascii.isDigit(c) || c == '-')
        || ascii.startsWith("-")
        || ascii.endsWith("-")) {
      throw new InvalidUrlException("the host is not made of letters, digits and inner hyphens");
    }
    return ascii;
  }
}
