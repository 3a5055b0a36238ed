package dev.roost.platform.http;

import io.vertx.core.buffer.Buffer;
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

    @Override
    boolean maybeAtMost(Buffer body, int length) {
      return BrotliHead.isAtMost(body, length);
    }
  };

  private static final int LONGEST_QUOTED_NAME = 40;

  /** A stream that inflates another. */
  abstract InputStream open(InputStream in) throws IOException;

  /** False if the first bytes of so much cannot be had without inflating more. */
  boolean maybeAtMost(Buffer body, int length) {
    return true;
  }

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
}
