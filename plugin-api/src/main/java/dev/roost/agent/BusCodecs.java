package dev.roost.agent;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.json.Codec;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * How the platform's messages travel on the event bus: by reference inside a node, since they are
 * immutable; as JSON behind a versioned name between nodes, so that a node of another release
 * either understands them or says that it does not.
 */
public final class BusCodecs {
  private BusCodecs() {}

  /**
   * Makes the messages known to the event bus of {@code vertx}.
   *
   * @throws IllegalStateException if they already are
   */
  public static void register(Vertx vertx) {
    EventBus bus = vertx.eventBus();
    bus.registerDefaultCodec(Envelope.class, envelope());
    bus.registerDefaultCodec(Assignment.class, assignment());
  }

  /**
   * Makes a message known that never leaves its node, such as one that holds a secret.
   *
   * @throws IllegalStateException if it already is
   */
  public static <T> void registerLocal(Vertx vertx, Class<T> type) {
    vertx.eventBus().registerDefaultCodec(type, local(type));
  }

  private static <T> MessageCodec<T, T> local(Class<T> type) {
    return new RecordCodec<>(
        "roost-local/" + type.getName(),
        value -> {
          throw new UnsupportedOperationException(type + " stays on its node");
        },
        bytes -> {
          throw new UnsupportedOperationException(type + " stays on its node");
        });
  }

  static MessageCodec<Envelope, Envelope> envelope() {
    return new RecordCodec<>("roost-envelope/1", Codec.ENVELOPE::write, Codec.ENVELOPE::read);
  }

  static MessageCodec<Assignment, Assignment> assignment() {
    return new RecordCodec<>("roost-assignment/1", BusCodecs::write, BusCodecs::readAssignment);
  }

  private static Buffer write(Assignment assignment) {
    Buffer head =
        new JsonObject()
            .put("task_id", assignment.taskId())
            .put("deadline_millis", assignment.deadlineMillis())
            .put("attempt", assignment.attempt())
            .toBuffer();
    return Buffer.buffer()
        .appendInt(head.length())
        .appendBuffer(head)
        .appendBuffer(Codec.ENVELOPE.write(assignment.envelope()));
  }

  private static Assignment readAssignment(Buffer bytes) {
    int envelopeAt = Integer.BYTES + bytes.getInt(0);
    JsonObject head = bytes.getBuffer(Integer.BYTES, envelopeAt).toJsonObject();
    return new Assignment(
        head.getString("task_id"),
        Codec.ENVELOPE.read(bytes.getBuffer(envelopeAt, bytes.length())),
        head.getLong("deadline_millis"),
        head.getInteger("attempt"));
  }

  /** Length, then bytes. */
  private static final class RecordCodec<T> implements MessageCodec<T, T> {
    private final String name;
    private final Function<T, Buffer> writer;
    private final Function<Buffer, T> reader;

    private RecordCodec(String name, Function<T, Buffer> writer, Function<Buffer, T> reader) {
      this.name = name;
      this.writer = writer;
      this.reader = reader;
    }

    @Override
    public void encodeToWire(Buffer wire, T value) {
      Buffer bytes = writer.apply(value);
      wire.appendInt(bytes.length()).appendBuffer(bytes);
    }

    @Override
    public T decodeFromWire(int position, Buffer wire) {
      int begin = position + Integer.BYTES;
      return reader.apply(wire.getBuffer(begin, begin + wire.getInt(position)));
    }

    @Override
    public T transform(T value) {
      return value;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
