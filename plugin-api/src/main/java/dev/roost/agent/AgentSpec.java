package dev.roost.agent;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.Payload;
import dev.roost.protocol.Skill;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an agent is and does: its manifest and the handlers of its skills. Immutable. */
public final class AgentSpec {
  /** How many tasks an agent instance runs at once by default. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 1024;

  private final Manifest manifest;
  private final Map<String, SkillHandler> handlers;
  private final @Nullable SkillHandler anySkill;
  private final Map<Class<? extends Payload>, PayloadHandler<?>> payloadHandlers;
  private final int maxInFlight;
  private final boolean restartable;

  private AgentSpec(Builder builder, Manifest manifest) {
    this.manifest = manifest;
    this.handlers = Map.copyOf(builder.handlers);
    this.anySkill = builder.anySkill;
    this.payloadHandlers = Map.copyOf(builder.payloadHandlers);
    this.maxInFlight = builder.maxInFlight;
    this.restartable = builder.restartable;
  }

  /**
   * Begins a description.
   *
   * @param urn the agent's name, {@code urn:asap:agent:<name>}
   * @throws IllegalArgumentException if it is not an agent URN
   */
  public static Builder builder(String urn) {
    return new Builder(AgentUrn.of(urn));
  }

  /** How the agent presents itself. The platform fills in where it is reached. */
  public Manifest manifest() {
    return manifest;
  }

  /** The agent's name. */
  public AgentUrn urn() {
    return manifest.id();
  }

  /** What runs {@code skillId}: its own handler, else the one for any skill. */
  public Optional<SkillHandler> handler(String skillId) {
    return Optional.ofNullable(handlers.getOrDefault(skillId, anySkill));
  }

  /** What answers payloads of the given type, other than task requests. */
  @SuppressWarnings("unchecked") // the builder takes pairs of one type only
  public <P extends Payload> Optional<PayloadHandler<P>> payloadHandler(Class<P> type) {
    return Optional.ofNullable((PayloadHandler<P>) payloadHandlers.get(type));
  }

  /** How many tasks one instance runs at once; more are refused as overload. */
  public int maxInFlight() {
    return maxInFlight;
  }

  /** Whether a task may be run again that was interrupted by the end of its process. */
  public boolean isRestartable() {
    return restartable;
  }

  /** Collects the parts of a description. */
  public static final class Builder {
    private final AgentUrn urn;
    private final Map<String, SkillHandler> handlers = new LinkedHashMap<>();
    private final List<Skill> skills = new ArrayList<>();
    private final Map<Class<? extends Payload>, PayloadHandler<?>> payloadHandlers =
        new HashMap<>();
    private String name;
    private String version = "1.0.0";
    private String description = "";
    private @Nullable SkillHandler anySkill;
    private boolean streaming;
    private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
    private boolean restartable = true;

    private Builder(AgentUrn urn) {
      this.urn = urn;
      this.name = urn.name();
    }

    /** A name for people; the URN's last part by default. */
    public Builder name(String value) {
      this.name = requireNonNull(value, "name");
      return this;
    }

    /** A PEP 440 version such as {@code 1.0.0} or {@code 1.0.0-rc1}; {@code 1.0.0} by default. */
    public Builder version(String value) {
      this.version = requireNonNull(value, "version");
      return this;
    }

    /** What the agent is for. */
    public Builder description(String value) {
      this.description = requireNonNull(value, "description");
      return this;
    }

    /**
     * Adds a skill.
     *
     * @param skill how it presents itself, with the schemas of its input and output
     * @param handler what runs it
     * @throws IllegalArgumentException if there is one of that id
     */
    public Builder skill(Skill skill, SkillHandler handler) {
      if (handlers.putIfAbsent(skill.id(), requireNonNull(handler, "handler")) != null) {
        throw new IllegalArgumentException(urn + " declares the skill '" + skill.id() + "' twice");
      }
      skills.add(skill);
      return this;
    }

    /** Answers requests for skills that are not declared; without it they are refused. */
    public Builder anySkill(SkillHandler handler) {
      this.anySkill = requireNonNull(handler, "handler");
      return this;
    }

    /**
     * Answers payloads of another type than task requests, in the place of what the platform would
     * do: {@code message.send} to a task that does not wait for input, {@code state.query}, {@code
     * state.restore}, {@code artifact.notify}, {@code mcp_tool_call} (else a skill of the tool's
     * name runs), {@code mcp_resource_fetch}, any result that is sent unasked, and free objects.
     *
     * @param type such as {@code StateQuery.class}
     * @param handler what answers it
     * @throws IllegalArgumentException for {@link TaskRequest}, which are for skills, for {@link
     *     TaskCancel}, which a skill sees by {@link TaskContext#cancellation()}, and for a type
     *     that has a handler
     */
    public <P extends Payload> Builder on(Class<P> type, PayloadHandler<P> handler) {
      if (type == TaskRequest.class || type == TaskCancel.class) {
        throw new IllegalArgumentException(
            type.getSimpleName()
                + " is not for a handler: declare skills, and look at TaskContext.cancellation()");
      }
      if (payloadHandlers.putIfAbsent(type, requireNonNull(handler, "handler")) != null) {
        throw new IllegalArgumentException(urn + " handles " + type.getSimpleName() + " twice");
      }
      return this;
    }

    /** Tells in the manifest that skills stream their results; any skill may, with or without. */
    public Builder streaming() {
      this.streaming = true;
      return this;
    }

    /**
     * Bounds the tasks that one instance runs at once; {@value AgentSpec#DEFAULT_MAX_IN_FLIGHT} by
     * default.
     */
    public Builder maxInFlight(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("maxInFlight must be at least 1, not " + value);
      }
      this.maxInFlight = value;
      return this;
    }

    /**
     * Lets a durable task fail that was interrupted by the end of its process. Without it such a
     * task is run again, from its beginning, by {@link TaskContext#attempt()} greater than 1.
     */
    public Builder notRestartable() {
      this.restartable = false;
      return this;
    }

    /** The description. */
    public AgentSpec build() {
      Capability capability = Capability.of(skills).withStreaming(streaming);
      Manifest.Endpoint unplaced = new Manifest.Endpoint("", null);
      return new AgentSpec(
          this, Manifest.of(urn, name, version, description, capability, unplaced));
    }
  }
}
