package dev.roost.bench.load;

import java.io.IOException;
import java.nio.channels.Selector;

/**
 * What is sent to a server.
 *
 * @param transport how
 * @param header what each request has that no other has
 */
record Traffic(Transport transport, Header header) {
  static final Traffic HTTP = of(Transport.HTTP);
  static final Traffic WEBSOCKET = of(Transport.WEBSOCKET);

  static Traffic of(Transport transport) {
    return new Traffic(transport, Header.NONE);
  }

  /** Over HTTP, each request with one more line in its head. */
  static Traffic http(Header header) {
    return new Traffic(Transport.HTTP, header);
  }

  /** Makes requests to a port of this machine. */
  RequestWriter writer(int port) {
    return new RequestWriter(transport.template(port), header);
  }

  Exchange open(int port, RequestWriter requests, Selector selector) throws IOException {
    return transport.open(port, requests, selector);
  }
}
