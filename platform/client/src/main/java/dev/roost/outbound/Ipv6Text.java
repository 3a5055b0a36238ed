package dev.roost.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** IPv6 addresses in hexadecimal groups, with at most one {@code ::}. */
final class Ipv6Text {
  private static final int GROUPS = 8;
  private static final int GROUPS_OF_HALF = 4;
  private static final int MAX_GROUP_LENGTH = 4;
  private static final int HEXADECIMAL = 16;
  private static final String GAP = "::";

  private Ipv6Text() {}

  static Optional<IpAddress> parse(String text) {
    int gap = text.indexOf(GAP);
    if (gap >= 0 && text.indexOf(GAP, gap + 1) >= 0) {
      return Optional.empty();
    }
    Optional<List<Integer>> head = groups(gap < 0 ? text : text.substring(0, gap));
    Optional<List<Integer>> tail = groups(gap < 0 ? "" : text.substring(gap + GAP.length()));
    return head.flatMap(first -> tail.flatMap(last -> join(first, last, gap >= 0)));
  }

  private static Optional<List<Integer>> groups(String text) {
    List<Integer> groups = new ArrayList<>();
    for (String group : text.isEmpty() ? new String[0] : text.split(":", -1)) {
      if (group.isEmpty()
          || group.length() > MAX_GROUP_LENGTH
          || !group.chars().allMatch(Ascii::isHexadecimal)) {
        return Optional.empty();
      }
      groups.add(Integer.parseInt(group, HEXADECIMAL));
    }
    return Optional.of(groups);
  }

  private static Optional<IpAddress> join(List<Integer> head, List<Integer> tail, boolean gap) {
    int missing = GROUPS - head.size() - tail.size();
    if (gap ? missing < 1 : missing != 0) {
      return Optional.empty();
    }
    List<Integer> all = new ArrayList<>(head);
    for (int i = 0; i < missing; i++) {
      all.add(0);
    }
    all.addAll(tail);
    return Optional.of(
        new IpAddress(
            true, half(all.subList(0, GROUPS_OF_HALF)), half(all.subList(GROUPS_OF_HALF, GROUPS))));
  }

  private static long half(List<Integer> groups) {
    long bits = 0;
    for (int group : groups) {
      bits = bits << Short.SIZE | group;
    }
    return bits;
  }

  static String format(long high, long low) {
    StringBuilder text = new StringBuilder();
    for (long half : new long[] {high, low}) {
      for (int shift = Long.SIZE - Short.SIZE; shift >= 0; shift -= Short.SIZE) {
        text.append(text.isEmpty() ? "" : ":").append(Long.toHexString(half >>> shift & 0xffff));
      }
    }
    return text.toString();
  }
}
