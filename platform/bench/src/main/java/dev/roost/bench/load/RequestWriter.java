package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.roost.bench.RequestTemplate;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Makes fresh requests out of one template: a new id and the time of now. */
final class RequestWriter {
  private static final String DIGITS_AND_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int COUNTER_DIGITS = 12;
  private static final int MICRO_DIGITS = 6;
  private static final int MICROS_AT = "2026-01-01T00:00:00.".length();

  private final byte[] template;
  private final int idAt;
  private final int timestampAt;
  private final int headerAt;
  private final Header header;
  private long counter;
  private long second = -1;

  RequestWriter(RequestTemplate template) {
    this(template, Header.NONE);
  }

  RequestWriter(RequestTemplate template, Header header) {
    this.template = template.bytes();
    this.headerAt = template.headerOffset();
    this.header = header;
    this.idAt = template.idOffset();
    this.timestampAt = template.timestampOffset();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    this.template[idAt] = '0';
    for (int i = 1; i < RequestTemplate.ID_LENGTH - COUNTER_DIGITS; i++) {
      this.template[idAt + i] =
          (byte) DIGITS_AND_LETTERS.charAt(random.nextInt(DIGITS_AND_LETTERS.length()));
    }
  }

  /** How long the longest request is. */
  int length() {
    return template.length + header.maxLength();
  }

  /** Fills a buffer with the next request; it is then ready to be sent. */
  void next(ByteBuffer target) {
    counter++;
    digits(counter, idAt + RequestTemplate.ID_LENGTH - COUNTER_DIGITS, COUNTER_DIGITS);
    stamp(System.currentTimeMillis());
    target.clear();
    target.put(template, 0, headerAt);
    header.put(target, this);
    target.put(template, headerAt, template.length - headerAt).flip();
  }

  /** Copies the id of the request that was made last. */
  void copyId(byte[] target, int offset) {
    System.arraycopy(template, idAt, target, offset, RequestTemplate.ID_LENGTH);
  }

  private void stamp(long millis) {
    if (millis / 1_000 != second) {
      second = millis / 1_000;
      byte[] text = Instant.ofEpochSecond(second).toString().getBytes(US_ASCII);
      System.arraycopy(text, 0, template, timestampAt, MICROS_AT - 1);
    }
    digits(millis % 1_000 * 1_000 + counter % 1_000, timestampAt + MICROS_AT, MICRO_DIGITS);
  }

  private void digits(long number, int offset, int width) {
    long rest = number;
    for (int at = offset + width - 1; at >= offset; at--) {
      template[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
