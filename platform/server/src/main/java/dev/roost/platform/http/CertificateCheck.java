package dev.roost.platform.http;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** Finds out whether a certificate and a key can be served, before anybody is served with them. */
final class CertificateCheck {
  private static final byte[] SAMPLE = {1, 2, 3};

  private final Vertx vertx;

  CertificateCheck(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * The certificate of a pair that fits together. It may have expired: whoever sees it will say so.
   *
   * @throws TlsFault if it cannot be served
   */
  X509Certificate check(CertificatePair pair) {
    KeyManagerFactory keys = keys(pair);
    X509KeyManager manager = manager(keys);
    for (String algorithm : new String[] {"EC", "RSA"}) {
      String[] aliases = manager.getServerAliases(algorithm, null);
      if (aliases != null) {
        return matching(
            manager.getCertificateChain(aliases[0])[0], manager.getPrivateKey(aliases[0]));
      }
    }
    throw new TlsFault("http.tls: the key is of no kind that is served; RSA and EC keys are");
  }

  private KeyManagerFactory keys(CertificatePair pair) {
    try {
      KeyManagerFactory keys = pair.options().getKeyManagerFactory(vertx);
      // made for nothing but to see whether it can be, and to load the classes here: an event loop
      // makes the one that serves
      SslContextBuilder.forServer(keys).sslProvider(SslProvider.JDK).build();
      return keys;
    } catch (Exception e) {
      throw new TlsFault("http.tls: not a certificate and a key in PEM: " + e.getMessage());
    }
  }

  private static X509KeyManager manager(KeyManagerFactory keys) {
    for (KeyManager manager : keys.getKeyManagers()) {
      if (manager instanceof X509KeyManager x509) {
        return x509;
      }
    }
    throw new TlsFault("http.tls: this Java runtime knows no X.509 keys");
  }

  private static X509Certificate matching(X509Certificate certificate, PrivateKey key) {
    try {
      if (isSigned(certificate.getPublicKey(), key)) {
        return certificate;
      }
    } catch (InvalidKeyException | SignatureException e) {
      // two keys of one kind that have not even a form in common
    } catch (GeneralSecurityException e) {
      throw new TlsFault("http.tls: the key cannot be used: " + e.getMessage());
    }
    throw new TlsFault("http.tls: the key is not the one of the certificate");
  }

  private static boolean isSigned(PublicKey known, PrivateKey key) throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            known.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
    signature.initSign(key);
    signature.update(SAMPLE);
    byte[] signed = signature.sign();
    signature.initVerify(known);
    signature.update(SAMPLE);
    return signature.verify(signed);
  }
}
