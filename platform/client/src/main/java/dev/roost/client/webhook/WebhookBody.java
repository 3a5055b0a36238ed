package dev.roost.client.webhook;

import dev.roost.protocol.json.JsonOutput;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the one form in which deliveries are sent: keys sorted, no spaces, ASCII only. So the
 * text is its own bytes, and nothing on the way has a reason to change it.
 */
public final class WebhookBody {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  private WebhookBody() {}

  /**
   * Writes it.
   *
   * @throws IllegalArgumentException if it holds what JSON has no form for, or is deeper than
   *     readers take
   */
  public static String write(JsonObject value) {
    WebhookBody body = new WebhookBody();
    body.value(value);
    return body.text.toString();
  }

  private void value(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      object(object.getMap());
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof JsonArray array) {
      array(array.getList());
    } else if (value instanceof Iterable<?> elements) {
      array(elements);
    } else {
      scalar(value);
    }
  }

  private void scalar(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      text.append(value);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof CharSequence characters) {
      string(characters.toString());
    } else if (value instanceof Instant || value instanceof Enum<?>) {
      string(value.toString());
    } else if (value instanceof Buffer buffer) {
      bytes(buffer.getBytes());
    } else if (value instanceof byte[] bytes) {
      bytes(bytes);
    } else {
      throw unwritable(value);
    }
  }

  private static IllegalArgumentException unwritable(Object value) {
    return new IllegalArgumentException("JSON has no form for a " + value.getClass().getName());
  }

  private void number(Number value) {
    boolean fraction = value instanceof Double || value instanceof Float;
    if (fraction && !Double.isFinite(value.doubleValue())) {
      throw new IllegalArgumentException("JSON has no number " + value);
    }
    if (!fraction && !isWhole(value) && !(value instanceof BigDecimal)) {
      throw unwritable(value);
    }
    text.append(value);
  }

  private static boolean isWhole(Number value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger;
  }

  private void bytes(byte[] value) {
    string(Base64.getUrlEncoder().withoutPadding().encodeToString(value));
  }

  private void object(Map<?, ?> members) {
    Map<String, Object> sorted = new TreeMap<>(WebhookBody::compareCodePoints);
    members.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    open('{');
    Iterator<Map.Entry<String, Object>> left = sorted.entrySet().iterator();
    while (left.hasNext()) {
      Map.Entry<String, Object> member = left.next();
      string(member.getKey());
      text.append(':');
      value(member.getValue());
      text.append(left.hasNext() ? "," : "");
    }
    close('}');
  }

  private static int compareCodePoints(String one, String other) {
    return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }

  private void array(Iterable<?> elements) {
    open('[');
    Iterator<?> left = elements.iterator();
    while (left.hasNext()) {
      value(left.next());
      text.append(left.hasNext() ? "," : "");
    }
    close(']');
  }

  private void open(char bracket) {
    depth++;
    if (depth > JsonOutput.MAX_DEPTH) {
      throw new IllegalArgumentException("deeper than " + JsonOutput.MAX_DEPTH);
    }
    text.append(bracket);
  }

  private void close(char bracket) {
    depth--;
    text.append(bracket);
  }

  private void string(String value) {
    text.append('"');
    AsciiText.append(text, value);
    text.append('"');
  }
}
