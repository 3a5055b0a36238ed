package dev.roost.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.TestingRawSocket.Frame;
import dev.roost.protocol.Envelope;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The frames of both sides, byte by byte. */
class SocketFramesTest extends SocketFixture {
  private TestingRawSockets raw;

  @BeforeEach
  void startRaw() {
    raw = TestingRawSockets.start(vertx);
    client = client(raw.url(), builder -> builder);
  }

  private static TestingRawSockets.Script saying(Buffer bytes) {
    return (socket, frame) -> {
      if (frame.opcode() == TestingRawSocket.TEXT) {
        socket.write(bytes);
      }
    };
  }

  private static Buffer frame(int first, byte... payload) {
    return TestingRawSocket.frame(first, Buffer.buffer(payload));
  }

  private static Buffer bytes(int... values) {
    Buffer bytes = Buffer.buffer();
    for (int value : values) {
      bytes.appendByte((byte) value);
    }
    return bytes;
  }

  static Stream<Arguments> violations() {
    byte[] text = "{}".getBytes(UTF_8);
    return Stream.of(
        Arguments.of("masked", bytes(0x81, 0x82, 1, 2, 3, 4, 5, 6)),
        Arguments.of("reserved bit 1", frame(0xc1, text)),
        Arguments.of("reserved bit 2", frame(0xa1, text)),
        Arguments.of("reserved bit 3", frame(0x91, text)),
        Arguments.of("unknown data", frame(0x83, text)),
        Arguments.of("unknown control", frame(0x8b)),
        Arguments.of("no UTF-8", frame(0x81, (byte) 0xc3, (byte) 0x28)),
        Arguments.of("half a character", frame(0x81, (byte) 0xe2, (byte) 0x82)),
        Arguments.of("surrogate", frame(0x81, (byte) 0xed, (byte) 0xa0, (byte) 0x80)),
        Arguments.of("continuation of nothing", frame(0x80, text)),
        Arguments.of("text within a message", frame(0x01, text).appendBuffer(frame(0x81, text))),
        Arguments.of("fragmented ping", frame(0x09)),
        Arguments.of("ping of 126 bytes", frame(0x89, new byte[126])),
        Arguments.of("close of one byte", frame(0x88, (byte) 3)),
        Arguments.of("close with a code that there is not", frame(0x88, (byte) 0, (byte) 7)),
        Arguments.of("close with no UTF-8", frame(0x88, (byte) 3, (byte) 0xe8, (byte) 0xff)),
        Arguments.of("length not minimal", bytes(0x81, 126, 0, 2, '{', '}')),
        Arguments.of("length below zero", bytes(0x81, 127, 0xff, 0, 0, 0, 0, 0, 0, 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void whoBreaksARuleIsLeftAndTheCallSentAgain(String name, Buffer violation) {
    // Given
    raw.will(saying(violation), TestingRawSockets::echo);
    Envelope request = TestingAgent.request();

    // When
    Envelope answer = Outcomes.get(client.send(request));

    // Then
    assertThat(answer.correlationId()).isEqualTo(request.id());
    TestingRawSocket left = raw.socket(0);
    left.ended();
    assertThat(left.frames(TestingRawSocket.CLOSE)).extracting(Frame::code).containsExactly(1002);
  }

  static Stream<Arguments> tooLong() {
    Buffer part = Buffer.buffer(new byte[700]);
    return Stream.of(
        Arguments.of("one frame", bytes(0x81, 126, 4, 1)),
        Arguments.of("a frame of gigabytes", bytes(0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0)),
        Arguments.of(
            "fragments",
            TestingRawSocket.frame(0x02, part).appendBuffer(TestingRawSocket.frame(0x80, part))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooLong")
  void whoSaysTooMuchIsLeft(String name, Buffer message) {
    // Given
    AsapClient client = client(raw.url(), builder -> builder.settings(within(LONG, LONG, 1_024)));
    raw.will(saying(message), TestingRawSockets::echo);

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    raw.socket(0).ended();
  }

  @Test
  void whatCameBeforeAViolationIsTaken() {
    // Given
    raw.will(
        (socket, frame) -> {
          if (frame.opcode() == TestingRawSocket.TEXT) {
            socket.write(
                TestingRawSocket.frame(0x81, TestingSockets.answer(frame.json()))
                    .appendBuffer(frame(0xff)));
          }
        });
    Envelope request = TestingAgent.request();

    // When
    Envelope answer = Outcomes.get(client.send(request));

    // Then
    assertThat(answer.correlationId()).isEqualTo(request.id());
    assertThat(raw.sockets()).hasSize(1);
  }

  @Test
  void theClientMasksItsFrames() {
    // Given
    raw.will(TestingRawSockets::echo);

    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    List<Frame> texts = raw.socket(0).frames(TestingRawSocket.TEXT);
    assertThat(texts).hasSize(1).allMatch(Frame::masked);
  }

  @Test
  void anAnswerMayComeByteByByte() {
    // Given
    raw.will(
        (socket, frame) -> {
          if (frame.opcode() == TestingRawSocket.TEXT) {
            Buffer answer = TestingRawSocket.frame(0x81, TestingSockets.answer(frame.json()));
            for (int i = 0; i < answer.length(); i++) {
              socket.write(answer.getBuffer(i, i + 1));
            }
          }
        });

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
  }

  @Test
  void aPeerMaySpeakFirstAndWithTheHandshake() {
    // Given
    raw.greets(
        key ->
            TestingRawSockets.accepted(key)
                .appendBuffer(frame(0x81, "{\"type\":\"ping\"}".getBytes(UTF_8))));

    // When
    Outcomes.get(client.connectWs());

    // Then
    Outcomes.await(() -> !raw.socket(0).frames(TestingRawSocket.TEXT).isEmpty());
    assertThat(raw.socket(0).frames(TestingRawSocket.TEXT).get(0).json().getString("type"))
        .isEqualTo("pong");
  }

  @Test
  void aPingIsAnsweredWithWhatItCarries() {
    // Given
    raw.will(
        (socket, frame) -> {
          socket.write(frame(0x89, "are you there?".getBytes(UTF_8)));
          TestingRawSockets.echo(socket, frame);
        });

    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    Outcomes.await(() -> !raw.socket(0).frames(TestingRawSocket.PONG).isEmpty());
    Frame pong = raw.socket(0).frames(TestingRawSocket.PONG).get(0);
    assertThat(pong.payload().toString()).isEqualTo("are you there?");
    assertThat(pong.masked()).isTrue();
  }

  @Test
  void aGoodbyeIsReturned() {
    // Given
    raw.will(
        saying(frame(0x88)), saying(frame(0x88, (byte) 3, (byte) 0xe9)), (TestingRawSockets::echo));

    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    for (int i = 0; i < 2; i++) {
      raw.socket(i).ended();
      assertThat(raw.socket(i).frames(TestingRawSocket.CLOSE))
          .extracting(Frame::code)
          .containsExactly(1000);
    }
  }

  @Test
  void aConnectionMayBreakWithinAMessage() {
    // Given
    Buffer part = frame(0x01, "{".getBytes(UTF_8)).appendBuffer(bytes(0x80, 9, '"'));
    raw.will(
        (socket, frame) -> {
          socket.write(part);
          socket.end();
        },
        TestingRawSockets::echo);

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
  }
}
