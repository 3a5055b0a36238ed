package dev.roost.bench.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes what a server sends apart: the answer to the upgrade, then whole frames, which are not
 * masked and not in fragments.
 */
public final class FrameReader {
  private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(ISO_8859_1);
  private static final String SWITCHING = "HTTP/1.1 101 ";
  private static final int FINAL = 0x80;
  private static final int OPCODE = 0x0F;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int MAX_TOLD = 2_000;

  private final byte[] bytes;
  private final ByteBuffer room;
  private int opcode;
  private int payloadStart;
  private int payloadEnd;

  /** With room for so many bytes that have come and not been looked at: a frame must fit in. */
  public FrameReader(int capacity) {
    this.bytes = new byte[capacity];
    this.room = ByteBuffer.wrap(bytes);
  }

  /** Where what arrives is to be put. The last frame is gone then. */
  public ByteBuffer room() throws ProtocolException {
    forgetTaken();
    if (!room.hasRemaining()) {
      throw new ProtocolException("A frame is longer than " + bytes.length + " bytes");
    }
    return room;
  }

  private void forgetTaken() {
    int left = room.position() - payloadEnd;
    System.arraycopy(bytes, payloadEnd, bytes, 0, left);
    room.position(left);
    payloadStart = 0;
    payloadEnd = 0;
  }

  /**
   * Takes the answer to the upgrade.
   *
   * @return false if it is not there yet
   * @throws ProtocolException if it is a refusal
   */
  public boolean upgraded() throws ProtocolException {
    int blank = find(BLANK_LINE, 0, room.position());
    if (blank < 0) {
      return false;
    }
    String head = new String(bytes, 0, blank, ISO_8859_1);
    if (!head.startsWith(SWITCHING)) {
      throw new ProtocolException("No upgrade: " + head);
    }
    payloadEnd = blank + BLANK_LINE.length;
    return true;
  }

  /** Takes the next frame; false if it is not there as a whole. */
  public boolean next() throws ProtocolException {
    int start = payloadEnd;
    int arrived = room.position() - start;
    if (arrived < 2) {
      return false;
    }
    int announced = bytes[start + 1] & 0xFF;
    int header = 2 + (announced < TWO_BYTES ? 0 : announced == TWO_BYTES ? 2 : 8);
    if ((bytes[start] & FINAL) == 0 || announced > EIGHT_BYTES) {
      throw new ProtocolException("A frame in fragments, or masked, from a server");
    }
    if (arrived < header) {
      return false;
    }
    long length = header == 2 ? announced : number(start + 2, start + header);
    if (arrived < header + length) {
      return false;
    }
    opcode = bytes[start] & OPCODE;
    payloadStart = start + header;
    payloadEnd = payloadStart + (int) length;
    return true;
  }

  private long number(int from, int to) {
    long number = 0;
    for (int at = from; at < to; at++) {
      number = number << Byte.SIZE | bytes[at] & 0xFF;
    }
    return number;
  }

  /** Of the frame that was taken. */
  public int opcode() {
    return opcode;
  }

  /** Of the frame's payload. */
  public int length() {
    return payloadEnd - payloadStart;
  }

  /** The frame's payload. It changes when more arrives. */
  public ByteBuffer payload() {
    return ByteBuffer.wrap(bytes, payloadStart, length());
  }

  /** Whether the frame's payload is this. */
  public boolean is(byte[] expected) {
    return Arrays.equals(bytes, payloadStart, payloadEnd, expected, 0, expected.length);
  }

  /** Whether the frame's payload has this in it. */
  public boolean contains(byte[] wanted) {
    return find(wanted, payloadStart, payloadEnd) >= 0;
  }

  /** The beginning of the frame's payload, to be told. */
  public String text() {
    return new String(bytes, payloadStart, Math.min(length(), MAX_TOLD), ISO_8859_1);
  }

  private int find(byte[] wanted, int from, int to) {
    for (int at = from; at <= to - wanted.length; at++) {
      if (bytes[at] == wanted[0]
          && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}
