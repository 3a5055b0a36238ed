package dev.roost.platform.plugin;

import static dev.roost.protocol.json.JsonTypes.BOOLEAN;
import static dev.roost.protocol.json.JsonTypes.OBJECT;
import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.URN;
import static dev.roost.protocol.json.JsonTypes.listOf;
import static dev.roost.protocol.json.JsonTypes.where;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.agent.PluginApi;
import dev.roost.platform.plugin.PluginDescriptor.AgentEntry;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.Field;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.InvalidMessageException;
import dev.roost.protocol.json.JsonInput;
import dev.roost.protocol.json.JsonType;
import dev.roost.protocol.json.JsonTypes;
import dev.roost.protocol.json.Shape;
import dev.roost.protocol.json.ValidationError;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a plugin's descriptor. Every fault is reported at once, with its place. */
final class DescriptorReader {
  static final String KIND_AGENT = "agent";

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9.-]{1,63}");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}");
  private static final Pattern CLASS =
      Pattern.compile("[\\p{Alpha}_$][\\w$]*(\\.[\\p{Alpha}_$][\\w$]*)*");
  private static final int MAX_AGENTS = 100;

  private static final List<String> GRANTS = List.of("call", "publish", "http", "env", "files");
  private static final List<String> LIMITS =
      List.of("timeoutMs", "memoryMb", "maxInFlight", "instances", "restart");

  private static final Shape<AgentEntry> AGENT = agent();
  private static final Shape<PluginDescriptor> DESCRIPTOR = descriptor();
  private static final Codec<PluginDescriptor> CODEC = new Codec<>(DESCRIPTOR);

  private DescriptorReader() {}

  /**
   * Reads the bytes of {@value PluginDescriptor#PATH}.
   *
   * @throws PluginException if they are not a descriptor that runs here, with all reasons
   */
  static PluginDescriptor read(byte[] text) {
    try {
      return CODEC.read(text);
    } catch (InvalidJsonException e) {
      throw new PluginException(PluginDescriptor.PATH + " is not JSON: " + e.reason());
    } catch (InvalidMessageException e) {
      throw new PluginException(
          PluginDescriptor.PATH
              + ": "
              + e.faults().stream()
                  .map(DescriptorReader::describe)
                  .collect(Collectors.joining("; ")));
    }
  }

  private static Shape<AgentEntry> agent() {
    Shape.Builder<AgentEntry> shape = Shape.of("agent");
    Field<AgentEntry, AgentUrn> urn = shape.required("urn", URN, AgentEntry::urn);
    Field<AgentEntry, String> description =
        shape.defaulted("description", STRING, "", AgentEntry::description);
    return shape.build(values -> new AgentEntry(values.get(urn), values.get(description)));
  }

  private static Shape<PluginDescriptor> descriptor() {
    Shape.Builder<PluginDescriptor> shape = Shape.of("plugin descriptor");
    Field<PluginDescriptor, String> id =
        shape.required("id", matching(ID, "such as my-plugin"), PluginDescriptor::id);
    Field<PluginDescriptor, String> version =
        shape.required("version", matching(VERSION, "such as 1.0.0"), PluginDescriptor::version);
    Field<PluginDescriptor, String> api =
        shape.required("api", where(STRING, DescriptorReader::checkApi), PluginDescriptor::api);
    Field<PluginDescriptor, String> kind =
        shape.required("kind", where(STRING, DescriptorReader::checkKind), PluginDescriptor::kind);
    Field<PluginDescriptor, List<String>> main =
        shape.required("main", classNames(), PluginDescriptor::main);
    Field<PluginDescriptor, Boolean> stateless =
        shape.defaulted("stateless", flag(), false, PluginDescriptor::stateless);
    Field<PluginDescriptor, List<AgentEntry>> agents =
        shape.required("agents", listOf(AGENT, 1), PluginDescriptor::agents);
    Field<PluginDescriptor, JsonObject> grants =
        shape.defaulted("grants", knownKeys(GRANTS), new JsonObject(), PluginDescriptor::grants);
    Field<PluginDescriptor, JsonObject> limits =
        shape.defaulted("limits", knownKeys(LIMITS), new JsonObject(), PluginDescriptor::limits);
    Field<PluginDescriptor, JsonObject> config =
        shape.defaulted("config", OBJECT, new JsonObject(), PluginDescriptor::config);
    shape.check((values, in) -> checkAgents(values.get(main), values.get(agents), in));
    return shape.build(
        values ->
            new PluginDescriptor(
                values.get(id),
                values.get(version),
                values.get(api),
                values.get(kind),
                values.get(main),
                values.get(stateless),
                values.get(agents),
                values.get(grants),
                values.get(limits),
                values.get(config)));
  }

  private static JsonType<String> matching(Pattern pattern, String example) {
    return where(
        STRING,
        (value, in) -> {
          if (!pattern.matcher(value).matches()) {
            in.fault("pattern", "must match " + pattern + ", " + example);
          }
        });
  }

  private static JsonType<Boolean> flag() {
    return JsonTypes.of(DescriptorReader::readFlag, BOOLEAN::write);
  }

  private static @Nullable Boolean readFlag(JsonInput in) {
    if (in.token() == JsonToken.VALUE_TRUE || in.token() == JsonToken.VALUE_FALSE) {
      return BOOLEAN.read(in);
    }
    in.fault("boolean", "must be true or false");
    in.skip();
    return null;
  }

  private static JsonType<List<String>> classNames() {
    JsonType<String> name = matching(CLASS, "such as com.example.MyAgent");
    JsonType<List<String>> names = listOf(name, 1);
    return JsonTypes.of(
        in -> {
          if (in.token() == JsonToken.START_ARRAY) {
            return names.read(in);
          }
          String single = name.read(in);
          return single == null ? null : List.of(single);
        },
        names::write);
  }

  private static JsonType<JsonObject> knownKeys(List<String> known) {
    return where(
        OBJECT,
        (value, in) -> {
          for (String key : value.fieldNames()) {
            if (!known.contains(key)) {
              in.fault("unknown", "'" + key + "' is not known" + meant(key, known));
            }
          }
        });
  }

  private static void checkApi(String api, JsonInput in) {
    try {
      if (!PluginApi.supports(api)) {
        in.fault(
            "api",
            "was written for plugin API "
                + api
                + ", but this platform has "
                + PluginApi.VERSION
                + "; build the plugin against it");
      }
    } catch (IllegalArgumentException e) {
      in.fault("api", String.valueOf(e.getMessage()));
    }
  }

  private static void checkKind(String kind, JsonInput in) {
    if (!kind.equals(KIND_AGENT)) {
      in.fault("kind", "this platform runs plugins of kind 'agent', not '" + kind + "'");
    }
  }

  private static void checkAgents(List<String> main, List<AgentEntry> agents, JsonInput in) {
    if (main.size() != agents.size() || agents.size() > MAX_AGENTS) {
      in.fault(
          "agents",
          "'main' must name one class for each of 'agents', in the same order, at most "
              + MAX_AGENTS
              + "; there are "
              + main.size()
              + " and "
              + agents.size());
    }
    Set<Object> seen = new HashSet<>();
    for (AgentEntry agent : agents) {
      if (!seen.add(agent.urn())) {
        in.fault("agents", agent.urn() + " is declared twice");
      }
    }
  }

  private static String describe(ValidationError fault) {
    String place =
        fault.loc().stream().map(String::valueOf).collect(Collectors.joining("/", "/", ""));
    if (fault.type().equals("extra_forbidden")) {
      String key = String.valueOf(fault.loc().get(fault.loc().size() - 1));
      List<String> known = fault.loc().size() > 1 ? AGENT.keys() : DESCRIPTOR.keys();
      return place + " is not a known key" + meant(key, known);
    }
    return place + " " + fault.fullMessage();
  }

  private static String meant(String key, List<String> known) {
    Optional<String> nearest = NearestName.to(key, known);
    return nearest.map(name -> "; did you mean '" + name + "'?").orElse("");
  }
}
