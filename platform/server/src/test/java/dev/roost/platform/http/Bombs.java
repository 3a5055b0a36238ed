package dev.roost.platform.http;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Small bodies that become large. */
final class Bombs {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final byte[] GZIP_HEADER = {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] LAST_BLOCK = {3, 0};

  private Bombs() {}

  /** So many MiB of zeros in one gzip member: the same deflated block again and again. */
  static byte[] gzip(int mebibytes) {
    byte[] zeros = new byte[MEBIBYTE];
    byte[] block = deflated(zeros);
    CRC32 sum = new CRC32();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(GZIP_HEADER);
    for (int i = 0; i < mebibytes; i++) {
      out.writeBytes(block);
      sum.update(zeros);
    }
    out.writeBytes(LAST_BLOCK);
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt((int) sum.getValue()).putInt(mebibytes * MEBIBYTE);
    out.writeBytes(trailer.array());
    return out.toByteArray();
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(plain);
    byte[] block = new byte[8 * 1024];
    int length = deflater.deflate(block, 0, block.length, Deflater.FULL_FLUSH);
    deflater.end();
    return Arrays.copyOf(block, length);
  }

  /**
   * So many MiB of spaces in a brotli stream with the largest window. The files are of Node.js, for
   * 1, 16, 128 and 1024: {@code zlib.createBrotliCompress({params: {[BROTLI_PARAM_LGWIN]: 24,
   * [BROTLI_PARAM_QUALITY]: 9, [BROTLI_PARAM_SIZE_HINT]: n * 1048576}})}, fed with one MiB of
   * spaces n times.
   */
  static byte[] brotli(int mebibytes) {
    String name = "bomb-" + mebibytes + ".br";
    try (InputStream in = Bombs.class.getResourceAsStream(name)) {
      return requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
