package dev.roost.bench.load;

import java.io.IOException;

/**
 * A server with what is sent to it.
 *
 * @param server the server
 * @param traffic what is sent
 */
record Contender(ServerProcess server, Traffic traffic) {
  String name() {
    return server.name();
  }

  Measurement measure(int connections, Measurement.Load load) throws IOException {
    return Measurement.of(traffic, server, connections, load);
  }

  void warmUp(int connections, long seconds) throws IOException {
    Measurement.warmUp(traffic, server, connections, seconds);
  }

  int answerLength() throws IOException {
    return Measurement.answerLength(traffic, server);
  }
}
