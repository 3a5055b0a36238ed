package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an agent presents itself.
 *
 * @param id the agent
 * @param name for people
 * @param version a version in the sense of PEP 440: {@code 1.0.0}, {@code 1.0.0-rc1}; not {@code
 *     1.0.0-SNAPSHOT}
 * @param description for people and for models that choose an agent
 * @param capabilities what it can do
 * @param endpoints where it is reached
 * @param supportedVersions transport versions, {@code ["2.2"]} by default
 * @param auth how callers prove who they are
 * @param signature a signature over the manifest
 * @param sla what it promises
 * @param verification whether somebody checked it
 * @param ttlSeconds how long the manifest may be trusted, in seconds, at least 1, 300 by default
 */
public record Manifest(
    AgentUrn id,
    String name,
    String version,
    String description,
    Capability capabilities,
    Endpoint endpoints,
    List<String> supportedVersions,
    @Nullable AuthScheme auth,
    @Nullable String signature,
    @Nullable Sla sla,
    @Nullable Verification verification,
    long ttlSeconds) {
  /** The transport versions that a manifest names by default. */
  public static final List<String> DEFAULT_SUPPORTED_VERSIONS = List.of("2.2");

  /** How long a manifest may be trusted by default, in seconds. */
  public static final long DEFAULT_TTL_SECONDS = 300;

  /** Refuses missing parts and copies the list. */
  public Manifest {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(version, "version");
    requireNonNull(description, "description");
    requireNonNull(capabilities, "capabilities");
    requireNonNull(endpoints, "endpoints");
    supportedVersions = List.copyOf(supportedVersions);
  }

  /** A manifest with the defaults. */
  public static Manifest of(
      AgentUrn id,
      String name,
      String version,
      String description,
      Capability capabilities,
      Endpoint endpoints) {
    return new Manifest(
        id,
        name,
        version,
        description,
        capabilities,
        endpoints,
        DEFAULT_SUPPORTED_VERSIONS,
        null,
        null,
        null,
        null,
        DEFAULT_TTL_SECONDS);
  }

  /** The same manifest, reached at {@code replacement}. */
  public Manifest withEndpoints(Endpoint replacement) {
    return with(replacement, auth, ttlSeconds);
  }

  /** The same manifest, asking callers for {@code replacement}. */
  public Manifest withAuth(@Nullable AuthScheme replacement) {
    return with(endpoints, replacement, ttlSeconds);
  }

  /** The same manifest, to be trusted for {@code seconds}. */
  public Manifest withTtlSeconds(long seconds) {
    return with(endpoints, auth, seconds);
  }

  /** The same manifest, saying whether the agent's state survives. */
  public Manifest withStatePersistence(boolean survives) {
    return with(capabilities.withStatePersistence(survives), endpoints, auth, ttlSeconds);
  }

  private Manifest with(Endpoint newEndpoints, @Nullable AuthScheme newAuth, long newTtlSeconds) {
    return with(capabilities, newEndpoints, newAuth, newTtlSeconds);
  }

  private Manifest with(
      Capability newCapabilities,
      Endpoint newEndpoints,
      @Nullable AuthScheme newAuth,
      long newTtlSeconds) {
    return new Manifest(
        id,
        name,
        version,
        description,
        newCapabilities,
        newEndpoints,
        supportedVersions,
        newAuth,
        signature,
        sla,
        verification,
        newTtlSeconds);
  }

  /**
   * Where an agent is reached.
   *
   * @param asap the HTTP endpoint
   * @param events the WebSocket endpoint
   */
  public record Endpoint(String asap, @Nullable String events) {
    /** Refuses missing parts. */
    public Endpoint {
      requireNonNull(asap, "asap");
    }
  }

  /**
   * How callers prove who they are.
   *
   * @param schemes of {@code bearer} and {@code basic}
   * @param oauth2 free
   */
  public record AuthScheme(List<String> schemes, @Nullable JsonObject oauth2) {
    /** Copies the list. */
    public AuthScheme {
      schemes = List.copyOf(schemes);
    }
  }

  /**
   * What an agent promises.
   *
   * @param availability a percentage such as {@code 99.5%}
   * @param maxLatencyP95Ms 95th percentile of the latency, in milliseconds
   * @param maxErrorRate a percentage
   * @param supportHours free
   */
  public record Sla(
      @Nullable String availability,
      @Nullable Long maxLatencyP95Ms,
      @Nullable String maxErrorRate,
      @Nullable String supportHours) {}

  /**
   * Whether somebody checked the agent.
   *
   * @param status verified, pending or rejected
   * @param verifiedAt when
   */
  public record Verification(String status, @Nullable Instant verifiedAt) {
    /** Refuses missing parts. */
    public Verification {
      requireNonNull(status, "status");
    }
  }
}
