package dev.roost.platform.http;

import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches one request: how long its body may take, and what is ended after a refusal. */
interface RequestWatch {
  /** Of a request whose connection is gone. */
  RequestWatch GONE =
      new RequestWatch() {
        @Override
        public @Nullable HttpFailure fault() {
          return null;
        }

        @Override
        public boolean isEnding() {
          return false;
        }

        @Override
        public void bodyExpected(Consumer<HttpFailure> onBad) {}

        @Override
        public void bodyArrived(int bytes) {}

        @Override
        public void bodyComplete() {}

        @Override
        public void announceEnd(HttpServerResponse response) {}

        @Override
        public void end() {}

        @Override
        public void takenOver() {}
      };

  /** Why the request must be refused whatever it asks for; null if it may be looked at. */
  @Nullable HttpFailure fault();

  /** Whether an answer before it was the last one of its connection. */
  boolean isEnding();

  /** Somebody reads the body, and wants to know when no more of it will come. */
  void bodyExpected(Consumer<HttpFailure> onBad);

  void bodyArrived(int bytes);

  void bodyComplete();

  /** The next answer is the last, and says so where the version of HTTP has a word for it. */
  void announceEnd(HttpServerResponse response);

  /** The answer to a request that will not be read to its end has been sent. */
  void end();

  /**
   * Another transport has the connection: it keeps its own time, but must be read by its client.
   */
  void takenOver();
}
