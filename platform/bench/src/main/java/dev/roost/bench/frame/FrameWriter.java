package dev.roost.bench.frame;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Writes whole, masked frames, as a client must. */
public final class FrameWriter {
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int MASK_LENGTH = 4;

  private FrameWriter() {}

  /** How long the frame with such a payload is. */
  public static int length(int payload) {
    int more = payload < TWO_BYTES ? 0 : payload <= 0xFFFF ? Short.BYTES : Long.BYTES;
    return 2 + more + MASK_LENGTH + payload;
  }

  /** Writes a frame with a mask of its own. */
  public static void write(int opcode, ByteBuffer payload, ByteBuffer target) {
    write(opcode, ThreadLocalRandom.current().nextInt(), payload, target);
  }

  static void write(int opcode, int mask, ByteBuffer payload, ByteBuffer target) {
    target.put((byte) (FINAL | opcode));
    putLength(payload.remaining(), target);
    target.putInt(mask);
    long wideMask = (mask & 0xFFFF_FFFFL) << Integer.SIZE | mask & 0xFFFF_FFFFL;
    while (payload.remaining() >= Long.BYTES) {
      target.putLong(payload.getLong() ^ wideMask);
    }
    for (int shift = Long.SIZE - Byte.SIZE; payload.hasRemaining(); shift -= Byte.SIZE) {
      target.put((byte) (payload.get() ^ wideMask >>> shift));
    }
  }

  private static void putLength(int length, ByteBuffer target) {
    if (length < TWO_BYTES) {
      target.put((byte) (MASKED | length));
    } else if (length <= 0xFFFF) {
      target.put((byte) (MASKED | TWO_BYTES)).putShort((short) length);
    } else {
      target.put((byte) (MASKED | EIGHT_BYTES)).putLong(length);
    }
  }
}
