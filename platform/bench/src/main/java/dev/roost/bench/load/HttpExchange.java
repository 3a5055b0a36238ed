package dev.roost.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/** Over HTTP/1.1, kept open. */
final class HttpExchange extends Exchange {
  private final ResponseReader response = new ResponseReader();

  HttpExchange(int port, RequestWriter requests, Selector selector) throws IOException {
    super(port, requests, requests.length(), selector);
  }

  @Override
  void fill(RequestWriter writer, ByteBuffer target) {
    response.clear();
    writer.next(target);
  }

  @Override
  ByteBuffer room() {
    return response.room();
  }

  @Override
  boolean isOpening() {
    return false;
  }

  @Override
  boolean isComplete() {
    return response.isComplete();
  }

  @Override
  boolean isGood() {
    return response.status() == 200;
  }

  @Override
  boolean answerContains(byte[] wanted) {
    return response.bodyContains(wanted);
  }

  @Override
  int answerLength() {
    return response.bodyLength();
  }

  @Override
  String answer() {
    return response.text();
  }
}
