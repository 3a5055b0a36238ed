package dev.roost.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the lines of an audit log hold on to each other: byte for byte as the reference has it. */
public final class AuditChain {
  private static final int PAGE = 500;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private AuditChain() {}

  /**
   * The hash of a line: SHA-256, in hexadecimal, of the hash before it, its time, its operation and
   * its details, with a bar between each two.
   *
   * @throws IllegalArgumentException if the details hold a fraction or what is not JSON
   */
  public static String hash(
      String prevHash, Instant timestamp, String operation, JsonObject details) {
    StringBuilder text = new StringBuilder(prevHash).append('|').append(format(timestamp));
    text.append('|').append(operation).append('|');
    append(text, details);
    return HexFormat.of().formatHex(sha256(text.toString()));
  }

  /** A time as the hash covers it: microseconds where there are any, and {@code +00:00}. */
  public static String format(Instant timestamp) {
    Instant micros = timestamp.truncatedTo(ChronoUnit.MICROS);
    return (micros.getNano() == 0 ? SECONDS : MICROS).format(micros) + "+00:00";
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** JSON with sorted keys, a space behind commas and colons, and ASCII only. */
  private static void append(StringBuilder text, @Nullable Object value) {
    if (value instanceof JsonObject object) {
      appendObject(text, object.getMap());
    } else if (value instanceof Map<?, ?> map) {
      appendObject(text, map);
    } else if (value instanceof JsonArray array) {
      appendList(text, array.getList());
    } else if (value instanceof List<?> list) {
      appendList(text, list);
    } else if (value instanceof CharSequence characters) {
      appendText(text, characters);
    } else if (isPlain(value)) {
      text.append(value);
    } else {
      throw new IllegalArgumentException(
          "the details of an audit log cannot hold a " + value.getClass().getName());
    }
  }

  private static boolean isPlain(@Nullable Object value) {
    return value == null
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger;
  }

  private static void appendObject(StringBuilder text, Map<?, ?> members) {
    Map<String, Object> sorted = new TreeMap<>(AuditChain::compareCodePoints);
    members.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    text.append('{');
    Iterator<Map.Entry<String, Object>> left = sorted.entrySet().iterator();
    while (left.hasNext()) {
      Map.Entry<String, Object> member = left.next();
      appendText(text, member.getKey());
      text.append(": ");
      append(text, member.getValue());
      text.append(left.hasNext() ? ", " : "");
    }
    text.append('}');
  }

  private static int compareCodePoints(String one, String other) {
    int[] left = one.codePoints().toArray();
    int[] right = other.codePoints().toArray();
    return Arrays.compare(left, right);
  }

  private static void appendList(StringBuilder text, List<?> elements) {
    text.append('[');
    for (int i = 0; i < elements.size(); i++) {
      text.append(i == 0 ? "" : ", ");
      append(text, elements.get(i));
    }
    text.append(']');
  }

  private static void appendText(StringBuilder text, CharSequence characters) {
    text.append('"');
    characters.chars().forEach(unit -> appendUnit(text, (char) unit));
    text.append('"');
  }

  private static void appendUnit(StringBuilder text, char unit) {
    switch (unit) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '\f' -> text.append("\\f");
      case '\b' -> text.append("\\b");
      default -> {
        if (unit < ' ' || unit > '~') {
          text.append("\\u").append(HexFormat.of().toHexDigits(unit));
        } else {
          text.append(unit);
        }
      }
    }
  }

  /**
   * Where a chain can be taken up again.
   *
   * @param sequence of a line
   * @param hash of the same line
   */
  public record Link(long sequence, String hash) {
    /** Before the first line that was ever written. */
    public static final Link START = new Link(0, "");

    /** Before the oldest line that is there, whichever it is. */
    public static final Link NONE = new Link(-1, "");

    /** Refuses missing parts. */
    public Link {
      requireNonNull(hash, "hash");
    }
  }

  /**
   * A part of a chain that was gone through.
   *
   * @param checked how many lines were good
   * @param last the last of them, or where it began
   * @param broken the sequence of the first line that is not what was appended there, or is missing
   * @param complete whether this was the end of the chain, or of what is good of it
   */
  public record Stretch(long checked, Link last, Optional<Long> broken, boolean complete) {
    /** Refuses missing parts. */
    public Stretch {
      requireNonNull(last, "last");
      requireNonNull(broken, "broken");
    }
  }

  /**
   * Goes through a chain to its end.
   *
   * @return the sequence of the first line that is not what was appended there, or is missing
   */
  public static Future<Optional<Long>> verify(AuditStore store, Link after) {
    return verify(store, after, PAGE)
        .compose(
            stretch ->
                stretch.complete()
                    ? Future.succeededFuture(stretch.broken())
                    : verify(store, stretch.last()));
  }

  /** Goes through a part of a chain, page by page. */
  static Future<Stretch> verify(AuditStore store, Link after, int limit) {
    return follow(store, new Stretch(0, after, Optional.empty(), false), limit);
  }

  private static Future<Stretch> follow(AuditStore store, Stretch before, int limit) {
    if (before.complete() || before.checked() >= limit) {
      return Future.succeededFuture(before);
    }
    // asked for first: what is appended meanwhile must not look like what is missing
    return store
        .lastSequence()
        .compose(
            end ->
                store
                    .read(before.last().sequence(), PAGE)
                    .compose(page -> follow(store, step(before, page, end), limit)));
  }

  private static Stretch step(Stretch before, List<AuditEntry> page, long end) {
    Stretch checked = check(before, page);
    long last = checked.last().sequence();
    if (checked.complete() || !page.isEmpty() && last < end) {
      return checked;
    }
    Optional<Long> missing = last < end ? Optional.of(Math.max(0, last) + 1) : Optional.empty();
    return new Stretch(checked.checked(), checked.last(), missing, true);
  }

  private static Stretch check(Stretch before, List<AuditEntry> page) {
    Link link = before.last();
    long checked = before.checked();
    for (AuditEntry entry : page) {
      Link expected = link.equals(Link.NONE) ? beginning(entry) : link;
      boolean fastened =
          entry.sequence() == expected.sequence() + 1 && entry.prevHash().equals(expected.hash());
      if (!fastened || !entry.isSound()) {
        return new Stretch(checked, link, Optional.of(expected.sequence() + 1), true);
      }
      link = new Link(entry.sequence(), entry.hash());
      checked++;
    }
    return new Stretch(checked, link, Optional.empty(), false);
  }

  /** Of a chain whose oldest lines were forgotten, the first that is left is taken as it is. */
  private static Link beginning(AuditEntry first) {
    return first.sequence() == 1 ? Link.START : new Link(first.sequence() - 1, first.prevHash());
  }
}
