package dev.roost.bench.load;

import dev.roost.bench.RequestTemplate;
import java.io.IOException;
import java.nio.channels.Selector;

/** How clients speak to the servers. */
enum Transport {
  /** A {@code POST} for each request. */
  HTTP {
    @Override
    RequestTemplate template(int port) {
      return RequestTemplate.http(port);
    }

    @Override
    Exchange open(int port, RequestWriter requests, Selector selector) throws IOException {
      return new HttpExchange(port, requests, selector);
    }
  },
  /** A text frame for each request. */
  WEBSOCKET {
    @Override
    RequestTemplate template(int port) {
      return RequestTemplate.body();
    }

    @Override
    Exchange open(int port, RequestWriter requests, Selector selector) throws IOException {
      return new WebSocketExchange(port, requests, selector);
    }
  };

  abstract RequestTemplate template(int port);

  abstract Exchange open(int port, RequestWriter requests, Selector selector) throws IOException;
}
