package dev.roost.client.webhook;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Random;

/** Makes payloads, ids and secrets that nobody would have thought of, the same for a seed. */
final class RandomMessages {
  private static final int LONG = 20 * 1024;
  private static final int MAX_DEPTH = 4;
  private static final String IDS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  private static final String[] PIECES = {
    "\"",
    "\\",
    "/",
    "\b",
    "\f",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u001f",
    "\u007f",
    "\u0080",
    "é",
    "☃",
    "\u2028",
    "\ufeff",
    "\ufffd",
    "\uffff",
    "😀",
    "👩‍👩‍👧",
    "\ud83c\udff4",
    "%s",
    "\\u0041",
    "</script>",
    "{}",
    "  "
  };

  private final Random random;

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  /** An event; one in ten is longer than 20 KB. */
  WebhookEvent event() {
    JsonObject data = object(0);
    if (random.nextInt(10) == 0) {
      data.put("long", text(LONG));
    }
    return new WebhookEvent("task." + id(), Instant.ofEpochSecond(random.nextInt()), data);
  }

  private JsonObject object(int depth) {
    JsonObject object = new JsonObject();
    for (int i = random.nextInt(6); i >= 0; i--) {
      object.put(text(random.nextInt(12)), value(depth));
    }
    return object;
  }

  private Object value(int depth) {
    int kind = random.nextInt(depth < MAX_DEPTH ? 8 : 6);
    return switch (kind) {
      case 0 -> random.nextBoolean();
      case 1 -> random.nextLong();
      case 2 -> random.nextGaussian() * 1e9;
      case 3, 4, 5 -> text(random.nextInt(60));
      case 6 -> new JsonArray().add(value(depth + 1)).addNull().add(value(depth + 1));
      default -> object(depth + 1);
    };
  }

  /** At least so many characters. */
  String text(int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      if (random.nextInt(3) == 0) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      } else {
        text.append((char) (' ' + random.nextInt(95)));
      }
    }
    return text.toString();
  }

  String id() {
    StringBuilder id = new StringBuilder("msg_");
    for (int i = 20 + random.nextInt(20); i > 0; i--) {
      id.append(IDS.charAt(random.nextInt(IDS.length())));
    }
    return id.toString();
  }

  /** Of 24 to 64 bytes. */
  WebhookSecret secret() {
    byte[] bytes = new byte[24 + random.nextInt(41)];
    random.nextBytes(bytes);
    return WebhookSecret.parse(KeyText.encode("whsec_", bytes));
  }
}
