package dev.roost.platform.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A client's TLS that takes every certificate: whose it is, is what a test looks at itself. */
public final class Trust extends X509ExtendedTrustManager {
  private Trust() {}

  /** New each time, so that no session is taken up again. */
  public static SSLContext everybody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trust()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection to a port of this machine that has yet to shake hands. */
  static SSLSocket connect(int port, String... protocols) throws IOException {
    return connect(new Socket(), port, protocols);
  }

  /** The same by a socket that somebody has prepared. */
  static SSLSocket connect(Socket plain, int port, String... protocols) throws IOException {
    plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    SSLSocket socket =
        (SSLSocket) everybody().getSocketFactory().createSocket(plain, "localhost", port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    return socket;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
