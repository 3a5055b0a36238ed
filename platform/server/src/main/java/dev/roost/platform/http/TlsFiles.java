package dev.roost.platform.http;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where the certificate of the main port is, in PEM.
 *
 * @param certificate the certificate, and behind it those that lead to a root
 * @param key its private key, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {
  /** Refuses missing parts. */
  public TlsFiles {
    requireNonNull(certificate, "certificate");
    requireNonNull(key, "key");
  }
}
