package dev.roost.client;

/** Makes transports over WebSocket. */
public final class WebSocketTransportProvider implements TransportProvider {
  /** Its name. */
  public static final String NAME = "websocket";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Transport create(TransportContext context) {
    return new WebSocketTransport(context);
  }
}
