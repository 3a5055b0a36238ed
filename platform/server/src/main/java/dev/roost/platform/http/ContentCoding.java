package dev.roost.platform.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/** How a request body is compressed. */
enum ContentCoding {
  /** Not at all. */
  IDENTITY {
    @Override
    InputStream open(InputStream in) {
      return in;
    }
  },
  /** RFC 1952. */
  GZIP {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new GZIPInputStream(in);
    }
  },
  /** RFC 7932. */
  BR {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new BrotliInputStream(in);
    }
  };

  private static final int CHUNK = 8 * 1024;
  private static final int LONGEST_QUOTED_NAME = 40;

  abstract InputStream open(InputStream in) throws IOException;

  /**
   * The coding that a {@code Content-Encoding} header names. A list is not understood.
   *
   * @throws HttpFailure 415
   */
  static ContentCoding of(@Nullable String header) {
    String name = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "", "identity" -> IDENTITY;
      case "gzip" -> GZIP;
      case "br" -> BR;
      default ->
          throw HttpFailure.closing(
              415,
              "Unsupported Content-Encoding: "
                  + name.substring(0, Math.min(name.length(), LONGEST_QUOTED_NAME))
                  + ". Supported: br, gzip");
    };
  }

  /**
   * Inflates a body, no further than the limit.
   *
   * @throws HttpFailure 413 beyond the limit, 400 if the body is not what its header says
   */
  Buffer inflate(Buffer body, int max) {
    Buffer inflated = Buffer.buffer();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = open(new ByteArrayInputStream(body.getBytes()))) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        inflated.appendBytes(chunk, 0, n);
        if (inflated.length() > max) {
          throw HttpFailure.of(
              413,
              "Decompressed request size ("
                  + inflated.length()
                  + " bytes) exceeds maximum ("
                  + max
                  + " bytes)");
        }
      }
    } catch (IOException | IllegalStateException e) {
      throw HttpFailure.of(
          400,
          "Invalid compressed data: not a complete " + name().toLowerCase(Locale.ROOT) + " stream");
    }
    return inflated;
  }
}
