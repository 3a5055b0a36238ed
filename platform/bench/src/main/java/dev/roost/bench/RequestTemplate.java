package dev.roost.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The request that is sent, as bytes, with a hole of fixed width for the envelope's id and one for
 * its timestamp: a fresh request is made by patching, which costs the sender next to nothing.
 */
public final class RequestTemplate {
  /** How long an envelope's id is. */
  public static final int ID_LENGTH = 26;

  /** How long a timestamp is. */
  public static final int TIMESTAMP_LENGTH = 27;

  private static final String ID = "01JD8ZJ3V3M4N5P6Q7R8S9T0V1";
  private static final String TIMESTAMP = "2026-01-01T00:00:00.000000Z";
  private static final String BODY =
      """
      {"jsonrpc":"2.0","method":"asap.send","params":{"envelope":{"id":"%s","asap_version":"0.1",\
      "timestamp":"%s","sender":"urn:asap:agent:load-client","recipient":"urn:asap:agent:echo",\
      "payload_type":"task.request","payload":{"conversation_id":"conv_01JD8ZJ3V3M4N5P6Q7R8S9T0V2",\
      "skill_id":"echo","input":{"message":"%s","language":"en","max_words":120,"temperature":0.25,\
      "stream":false}},"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}},"id":"request-1"}"""
          .formatted(
              ID,
              TIMESTAMP,
              "Summarise the attached meeting notes in five short points, name who has promised"
                  + " what and until when, and close with the two questions that nobody has"
                  + " answered yet; leave out small talk and greetings.");
  private static final String END_OF_LINE = "\r\n";
  private static final String HEAD =
      """
      POST /asap HTTP/1.1\r
      Host: 127.0.0.1:%d\r
      User-Agent: roost-bench\r
      Accept: application/json\r
      Content-Type: application/json\r
      Content-Length: %d\r
      \r
      """;

  private final byte[] bytes;
  private final int idOffset;
  private final int timestampOffset;
  private final int headerOffset;

  private RequestTemplate(String text, int headerOffset) {
    this.bytes = text.getBytes(US_ASCII);
    this.headerOffset = headerOffset;
    this.idOffset = text.indexOf(ID);
    this.timestampOffset = text.indexOf(TIMESTAMP);
  }

  /** The JSON-RPC request alone. */
  public static RequestTemplate body() {
    return new RequestTemplate(BODY, 0);
  }

  /** The whole HTTP request to a port of this machine. */
  public static RequestTemplate http(int port) {
    return new RequestTemplate(
        HEAD.formatted(port, BODY.length()) + BODY,
        HEAD.indexOf(END_OF_LINE) + END_OF_LINE.length());
  }

  /** A copy of the bytes, to be patched. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Where the id begins. */
  public int idOffset() {
    return idOffset;
  }

  /** Where the timestamp begins. */
  public int timestampOffset() {
    return timestampOffset;
  }

  /** Where another line of the head can be put in; of a request without a head, its beginning. */
  public int headerOffset() {
    return headerOffset;
  }
}
