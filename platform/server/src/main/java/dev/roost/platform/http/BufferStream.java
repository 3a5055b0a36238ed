package dev.roost.platform.http;

import io.vertx.core.buffer.Buffer;
import java.io.InputStream;

/** Reads a buffer without a copy of it. */
final class BufferStream extends InputStream {
  private final Buffer buffer;
  private int position;

  BufferStream(Buffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public int read() {
    return position == buffer.length() ? -1 : buffer.getUnsignedByte(position++);
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int count = Math.min(length, available());
    if (count == 0 && length > 0) {
      return -1;
    }
    buffer.getBytes(position, position + count, into, offset);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return buffer.length() - position;
  }
}
