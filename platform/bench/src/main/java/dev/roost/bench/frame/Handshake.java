package dev.roost.bench.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** How a client asks for an upgrade. */
public final class Handshake {
  /** Where both servers take connections. */
  public static final String PATH = "/asap/ws";

  private static final int KEY_BYTES = 16;
  private static final String REQUEST =
      """
      GET %s HTTP/1.1\r
      Host: 127.0.0.1:%d\r
      User-Agent: roost-bench\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: %s\r
      \r
      """;

  private Handshake() {}

  /** The request to a port of this machine, with a key of its own. */
  public static byte[] request(int port) {
    byte[] key = new byte[KEY_BYTES];
    ThreadLocalRandom.current().nextBytes(key);
    return REQUEST
        .formatted(PATH, port, Base64.getEncoder().encodeToString(key))
        .getBytes(US_ASCII);
  }
}
