package dev.roost.platform.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of one body together. Most bodies are one piece and are not copied. Of others no
 * more memory is held than has arrived, and one block: neither a buffer that doubles nor an object
 * for each of a million small pieces.
 */
final class Pieces {
  private static final int BLOCK = 16 * 1024;

  private @Nullable Buffer first;
  private final List<byte[]> blocks = new ArrayList<>(0);
  private int length;

  int length() {
    return length;
  }

  void add(Buffer piece) {
    if (length == 0) {
      first = piece;
      length = piece.length();
    } else {
      if (first != null) {
        Buffer whole = first;
        first = null;
        length = 0;
        append(whole);
      }
      append(piece);
    }
  }

  private void append(Buffer piece) {
    int from = 0;
    while (from < piece.length()) {
      int at = length % BLOCK;
      if (at == 0) {
        blocks.add(new byte[BLOCK]);
      }
      int count = Math.min(BLOCK - at, piece.length() - from);
      piece.getBytes(from, from + count, blocks.get(blocks.size() - 1), at);
      from += count;
      length += count;
    }
  }

  /** All of them; this holds nothing afterwards. */
  Buffer join() {
    Buffer whole = first == null ? joined() : first;
    clear();
    return whole;
  }

  private Buffer joined() {
    Buffer all = Buffer.buffer(length);
    for (byte[] block : blocks) {
      all.appendBytes(block, 0, Math.min(BLOCK, length - all.length()));
    }
    return all;
  }

  void clear() {
    first = null;
    blocks.clear();
    length = 0;
  }
}
