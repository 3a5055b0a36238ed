package dev.roost.protocol.json;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.Agent;
import dev.roost.protocol.Artifact;
import dev.roost.protocol.Conversation;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Message;
import dev.roost.protocol.Part;
import dev.roost.protocol.Payload;
import dev.roost.protocol.PayloadType;
import dev.roost.protocol.StateSnapshot;
import dev.roost.protocol.Task;
import io.vertx.core.buffer.Buffer;

/**
 * Reads and writes one kind of message.
 *
 * @param <T> the message
 */
public final class Codec<T> {
  /** Envelopes with their payload. */
  public static final Codec<Envelope> ENVELOPE = new Codec<>(EnvelopeShape.create());

  /** Manifests. */
  public static final Codec<Manifest> MANIFEST = new Codec<>(ManifestShapes.MANIFEST);

  /** References to agents. */
  public static final Codec<Agent> AGENT = new Codec<>(EntityShapes.agent());

  /** Conversations. */
  public static final Codec<Conversation> CONVERSATION = new Codec<>(EntityShapes.conversation());

  /** Tasks. */
  public static final Codec<Task> TASK = new Codec<>(EntityShapes.task());

  /** Messages. */
  public static final Codec<Message> MESSAGE = new Codec<>(EntityShapes.message());

  /** Artifacts. */
  public static final Codec<Artifact> ARTIFACT = new Codec<>(EntityShapes.artifact());

  /** Snapshots. */
  public static final Codec<StateSnapshot> STATE_SNAPSHOT =
      new Codec<>(EntityShapes.stateSnapshot());

  /** Parts. */
  public static final Codec<Part> PART = new Codec<>(PartShapes.PART);

  private final JsonType<T> type;

  /** A codec of any type, such as a {@link Shape}. */
  public Codec(JsonType<T> type) {
    this.type = requireNonNull(type, "type");
  }

  /**
   * Reads a payload of a type; see {@link #read(byte[])}.
   *
   * @throws InvalidJsonException if the text is not JSON
   * @throws InvalidMessageException if it does not have the payload's shape, with every fault
   */
  public static Payload readPayload(PayloadType type, byte[] text) {
    return new Codec<>(PayloadShapes.ofType(type)).read(text);
  }

  /** Writes a payload with neither nulls nor defaults. */
  public static Buffer writePayload(Payload payload) {
    return JsonOutput.write(Profile.MINIMAL, out -> PayloadShapes.write(out, payload));
  }

  /** What it reads and writes. */
  public JsonType<T> type() {
    return type;
  }

  /**
   * Reads a message.
   *
   * @throws InvalidJsonException if the text is not JSON
   * @throws InvalidMessageException if it does not have the message's shape, with every fault
   */
  public T read(byte[] text) {
    JsonInput in = JsonInput.of(text);
    T value = type.read(in);
    in.end();
    if (in.faultCount() > 0) {
      throw new InvalidMessageException(in.faults());
    }
    return requireNonNull(value, "value");
  }

  /** Reads a message; see {@link #read(byte[])}. */
  public T read(Buffer text) {
    return read(text.getBytes());
  }

  /** Writes a message with neither nulls nor defaults. */
  public Buffer write(T value) {
    return write(value, Profile.MINIMAL);
  }

  /**
   * Writes a message.
   *
   * @throws IllegalArgumentException if an open object in it holds what JSON cannot, naming its
   *     class
   */
  public Buffer write(T value, Profile profile) {
    return JsonOutput.write(profile, out -> type.write(out, value));
  }
}
