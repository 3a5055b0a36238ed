package dev.roost.bench.load;

import java.nio.ByteBuffer;

/** A line in the head of requests that is another one in each. */
interface Header {
  /** No line. */
  Header NONE =
      new Header() {
        @Override
        public int maxLength() {
          return 0;
        }

        @Override
        public void put(ByteBuffer target, RequestWriter request) {}
      };

  /** How long the longest is, with its end. */
  int maxLength();

  /** Writes the next line. */
  void put(ByteBuffer target, RequestWriter request);
}
