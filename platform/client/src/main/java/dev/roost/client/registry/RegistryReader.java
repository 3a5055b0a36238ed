package dev.roost.client.registry;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.InvalidMessageException;
import dev.roost.protocol.json.JsonTypes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads registries and lists of revoked agents. One bad entry does not take the others with it. */
public final class RegistryReader {
  /** How many entries that are left out are told. */
  static final int MAX_TOLD = 100;

  private static final Codec<JsonObject> STRICT = new Codec<>(JsonTypes.OBJECT);
  private static final String UNVERSIONED = "1.0";

  private RegistryReader() {}

  /**
   * Reads a registry: an object with {@code agents}, or the array alone. Takes time in proportion
   * to its length; long ones are not for event loops.
   *
   * @throws InvalidJsonException if it is no JSON
   * @throws InvalidMessageException if it is no object
   * @throws IllegalArgumentException if it has no list of agents
   */
  public static LiteRegistry registry(Buffer text) {
    JsonObject document = document(text);
    JsonArray listed = list(document, "agents");
    List<RegistryEntry> agents = new ArrayList<>();
    List<LiteRegistry.LeftOut> leftOut = new ArrayList<>();
    Set<AgentUrn> known = new HashSet<>();
    for (int i = 0; i < listed.size(); i++) {
      try {
        RegistryEntry entry = entry(listed.getValue(i));
        if (!known.add(entry.id())) {
          throw new IllegalArgumentException(entry.id() + " is there already");
        }
        agents.add(entry);
      } catch (InvalidMessageException | IllegalArgumentException e) {
        if (leftOut.size() < MAX_TOLD) {
          leftOut.add(new LiteRegistry.LeftOut(i, String.valueOf(e.getMessage())));
        }
      }
    }
    return new LiteRegistry(version(document), updatedAt(document), agents, leftOut);
  }

  /**
   * Reads a list of revoked agents. Nothing is left out: an agent that is overlooked would be
   * trusted.
   *
   * @throws InvalidJsonException if it is no JSON
   * @throws InvalidMessageException if it is no object
   * @throws IllegalArgumentException if an entry names no agent
   */
  public static RevocationList revocations(Buffer text) {
    JsonObject document = STRICT.read(text);
    List<RevocationList.Revoked> revoked = new ArrayList<>();
    for (Object item : list(document, "revoked")) {
      if (!(item instanceof JsonObject entry)
          || !(entry.getValue("urn") instanceof String urn)
          || !AgentUrn.isValid(urn)) {
        throw new IllegalArgumentException(
            "revoked[" + revoked.size() + "] names no agent by its urn");
      }
      String reason = entry.getValue("reason") instanceof String given ? given : "";
      revoked.add(new RevocationList.Revoked(AgentUrn.of(urn), reason));
    }
    return RevocationList.of(revoked);
  }

  private static JsonObject document(Buffer text) {
    int first = 0;
    while (first < text.length() && Character.isWhitespace(text.getByte(first))) {
      first++;
    }
    boolean bare = first < text.length() && text.getByte(first) == '[';
    return STRICT.read(
        bare ? Buffer.buffer("{\"agents\":").appendBuffer(text).appendString("}") : text);
  }

  private static JsonArray list(JsonObject document, String key) {
    if (document.getValue(key) instanceof JsonArray list) {
      return list;
    }
    throw new IllegalArgumentException("it has no list '" + key + "'");
  }

  private static RegistryEntry entry(Object item) {
    if (item instanceof JsonObject entry) {
      return RegistryEntry.CODEC.read(entry.toBuffer());
    }
    throw new IllegalArgumentException("it is no object");
  }

  private static String version(JsonObject document) {
    return document.getValue("version") instanceof String version ? version : UNVERSIONED;
  }

  private static Optional<Instant> updatedAt(JsonObject document) {
    try {
      return document.getValue("updated_at") instanceof String time
          ? Optional.of(Instant.parse(time))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
