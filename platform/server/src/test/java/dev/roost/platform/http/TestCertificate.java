package dev.roost.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;

/** A certificate for localhost that signs itself, made on the spot and written as PEM. */
public final class TestCertificate {
  private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
  private static final byte[] ALTERNATIVE_NAMES = {0x55, 0x1d, 0x11};
  private static final byte[] SHA256_WITH_ECDSA = {
    0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2
  };
  private static final byte[] SHA256_WITH_RSA = {
    0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 11
  };
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final KeyPair keys;
  private final byte[] encoded;

  private TestCertificate(KeyPair keys, byte[] encoded) {
    this.keys = keys;
    this.encoded = encoded;
  }

  /** One that is valid today, with a key of the kind that browsers like. */
  public static TestCertificate create() {
    return create("EC", Instant.now().plus(Duration.ofDays(1)));
  }

  /** One with an EC or RSA key. */
  static TestCertificate create(String algorithm, Instant until) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("EC") ? 256 : 2048);
      KeyPair keys = generator.generateKeyPair();
      return new TestCertificate(keys, signed(keys, algorithm.equals("EC"), until));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] signed(KeyPair keys, boolean ec, Instant until)
      throws GeneralSecurityException {
    byte[] algorithm =
        ec ? sequence(der(6, SHA256_WITH_ECDSA)) : sequence(der(6, SHA256_WITH_RSA), der(5));
    byte[] name =
        sequence(
            der(
                0x31,
                sequence(
                    der(6, COMMON_NAME), der(0x0c, "localhost".getBytes(StandardCharsets.UTF_8)))));
    byte[] content =
        sequence(
            der(0xa0, der(2, new byte[] {2})),
            der(2, BigInteger.valueOf(System.nanoTime()).toByteArray()),
            algorithm,
            name,
            sequence(time(until.minus(Duration.ofDays(30))), time(until)),
            name,
            keys.getPublic().getEncoded(),
            der(0xa3, sequence(alternativeNames())));
    Signature signature = Signature.getInstance(ec ? "SHA256withECDSA" : "SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    return sequence(content, algorithm, der(3, new byte[1], signature.sign()));
  }

  private static byte[] alternativeNames() {
    byte[] names =
        sequence(der(0x82, "localhost".getBytes(StandardCharsets.UTF_8)), der(0x87, LOOPBACK));
    return sequence(der(6, ALTERNATIVE_NAMES), der(4, names));
  }

  private static byte[] time(Instant time) {
    String text =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(time);
    return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sequence(byte[]... parts) {
    return der(0x30, parts);
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length >= 0x100) {
      out.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8)});
    } else if (length >= 0x80) {
      out.write(0x81);
    }
    out.write(length);
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  /** The certificate in PEM. */
  public String certificate() {
    return pem("CERTIFICATE", encoded);
  }

  /** The key in PEM. */
  public String key() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + what
        + "-----\n";
  }

  /** The encoded certificate, to recognise it. */
  byte[] encoded() {
    return encoded.clone();
  }

  /** Writes both files into a folder. */
  public TlsFiles writeTo(Path folder) {
    try {
      return new TlsFiles(
          Files.writeString(folder.resolve("certificate.pem"), certificate()),
          Files.writeString(folder.resolve("key.pem"), key()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
