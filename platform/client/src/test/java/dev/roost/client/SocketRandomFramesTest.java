package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.roost.protocol.Envelope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Peers that send anything: connections end, and nothing else does. */
class SocketRandomFramesTest extends SocketFixture {
  private static final int STRINGS = 500;
  private static final int SEED = 20260101;
  private static final String[] TEXTS = {
    "",
    "{",
    "[]",
    "null",
    "{\"type\":\"ping\"}",
    "{\"id\":1,\"result\":{}}",
    "\u2603",
    "{\"method\":\"asap.ack\",\"params\":{\"envelope\":{\"payload\":7}}}",
    "{\"result\":{\"envelope\":[]},\"id\":{}}",
    "{\"error\":7,\"id\":\"x\"}"
  };

  /** Any bytes, or frames in which something may be wrong. */
  private static Buffer string(Random random) {
    if (random.nextInt(4) == 0) {
      return noise(random, random.nextInt(300));
    }
    Buffer frames = Buffer.buffer();
    for (int i = random.nextInt(5); i >= 0; i--) {
      Buffer payload =
          random.nextBoolean()
              ? Buffer.buffer(TEXTS[random.nextInt(TEXTS.length)])
              : noise(random, random.nextInt(200));
      frames.appendBuffer(TestingRawSocket.frame(first(random), payload));
    }
    return random.nextInt(3) == 0 ? frames.slice(0, random.nextInt(frames.length())) : frames;
  }

  /** Mostly a final frame of a kind that there is. */
  private static int first(Random random) {
    int[] kinds = {0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x89, 0x8a};
    return random.nextInt(6) == 0 ? random.nextInt(256) : kinds[random.nextInt(kinds.length)];
  }

  private static Buffer noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Buffer.buffer(bytes);
  }

  /** Acknowledges the call, so that no string can be taken for its refusal; then says anything. */
  private static TestingRawSockets.Script babbling(Random random) {
    return (socket, frame) -> {
      if (frame.opcode() == TestingRawSocket.TEXT && frame.payload().toString().contains("asap")) {
        socket.text(TestingSockets.ack(frame.json()));
        socket.write(string(random));
        socket.end();
      }
    };
  }

  @Test
  void nothingIsThrownThatNobodyTakes() {
    // Given
    TestingRawSockets raw = TestingRawSockets.start(vertx);
    TestingRawSockets.Script[] scripts = new TestingRawSockets.Script[STRINGS + 1];
    Random random = new Random(SEED);
    Arrays.fill(scripts, babbling(random));
    scripts[STRINGS] = TestingRawSockets::echo;
    raw.will(scripts);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(log);
    CallOptions patient = CallOptions.DEFAULTS.withTimeout(LONG.multipliedBy(6));
    Envelope request = TestingAgent.request();

    // When
    Future<Envelope> answer = client(raw.url(), builder -> builder).send(request, patient);

    // Then
    for (int i = 0; i <= STRINGS; i++) {
      raw.socket(i);
    }
    assertThat(Outcomes.get(answer).correlationId()).isEqualTo(request.id());
    assertThat(raw.sockets()).hasSize(STRINGS + 1);
    assertThat(thrown).isEmpty();
    root.detachAppender(log);
    assertThat(log.list).as("a peer cannot fill the log").isEmpty();
  }
}
