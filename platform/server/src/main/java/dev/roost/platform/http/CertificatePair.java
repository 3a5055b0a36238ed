package dev.roost.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A certificate and its private key as they stand in their files. */
record CertificatePair(Buffer certificate, Buffer key) {
  private static final int MAX_BYTES = 1 << 20;

  /**
   * Reads both files.
   *
   * @throws TlsFault if one cannot be read
   */
  static CertificatePair read(TlsFiles files) {
    return new CertificatePair(
        read("http.tls.certificate", files.certificate()), read("http.tls.key", files.key()));
  }

  private static Buffer read(String setting, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new TlsFault(setting + ": the file " + file + " is larger than 1 MiB");
      }
      return Buffer.buffer(bytes);
    } catch (NoSuchFileException e) {
      throw new TlsFault(setting + ": there is no file " + file);
    } catch (IOException e) {
      throw new TlsFault(setting + ": cannot read the file: " + e);
    }
  }

  /** The pair in the form that the server takes. */
  PemKeyCertOptions options() {
    return new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
  }
}
