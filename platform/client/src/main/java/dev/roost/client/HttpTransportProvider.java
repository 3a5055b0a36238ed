package dev.roost.client;

/** Makes transports over HTTP. */
public final class HttpTransportProvider implements TransportProvider {
  /** The transport of a client about which nothing was said. */
  public static final String NAME = "http";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Transport create(TransportContext context) {
    return new HttpTransport(context);
  }
}
