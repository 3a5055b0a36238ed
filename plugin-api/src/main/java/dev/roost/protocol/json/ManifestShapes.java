package dev.roost.protocol.json;

import static dev.roost.protocol.json.JsonTypes.INSTANT;
import static dev.roost.protocol.json.JsonTypes.OBJECT;
import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.URN;
import static dev.roost.protocol.json.JsonTypes.atLeast;
import static dev.roost.protocol.json.JsonTypes.listOf;
import static dev.roost.protocol.json.JsonTypes.oneOf;
import static dev.roost.protocol.json.JsonTypes.where;

import dev.roost.protocol.Manifest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The tables of the manifest and its parts. */
final class ManifestShapes {
  /** A version in the sense of PEP 440. */
  static final JsonType<String> VERSION = where(STRING, ManifestShapes::checkVersion);

  /** A percentage, with or without its sign. */
  static final JsonType<String> PERCENTAGE = where(STRING, ManifestShapes::checkPercentage);

  static final Shape<Manifest> MANIFEST = manifest();

  private static final int MAX_VERSION_LENGTH = 128;
  private static final Set<String> AUTH_SCHEMES = Set.of("bearer", "basic");

  private ManifestShapes() {}

  /** Says whether {@code version} is a version in the sense of PEP 440. */
  static boolean isPep440(String version) {
    return version.length() <= MAX_VERSION_LENGTH
        && Patterns.PEP_440.matcher(version.strip().toLowerCase(Locale.ROOT)).matches();
  }

  /** Says whether {@code text} is a percentage as the protocol's reference takes it. */
  static boolean isPercentage(String text) {
    return Patterns.PERCENTAGE.matcher(text.strip()).matches();
  }

  /** Apart, since the tables above need them while this class is being initialised. */
  private static final class Patterns {
    static final Pattern PEP_440 =
        Pattern.compile(
            "v?(?:\\d+!)?\\d+(?:\\.\\d+)*"
                + "(?:[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\\d*)?"
                + "(?:-\\d+|[-_.]?(?:post|rev|r)[-_.]?\\d*)?"
                + "(?:[-_.]?dev[-_.]?\\d*)?"
                + "(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?");
    static final Pattern PERCENTAGE = Pattern.compile("-?[\\d.]+\\s*%?\\s*");

    private Patterns() {}
  }

  private static Shape<Manifest> manifest() {
    Shape.Builder<Manifest> shape = Shape.of("Manifest");
    var id = shape.required("id", URN, Manifest::id);
    var name = shape.required("name", STRING, Manifest::name);
    var version = shape.required("version", VERSION, Manifest::version);
    var description = shape.required("description", STRING, Manifest::description);
    var capabilities =
        shape.required("capabilities", CapabilityShapes.capability(), Manifest::capabilities);
    var endpoints = shape.required("endpoints", endpoint(), Manifest::endpoints);
    var versions =
        shape.defaulted(
            "supported_versions",
            listOf(STRING, 1),
            Manifest.DEFAULT_SUPPORTED_VERSIONS,
            Manifest::supportedVersions);
    var auth = shape.optional("auth", authScheme(), Manifest::auth);
    var signature = shape.optional("signature", STRING, Manifest::signature);
    var sla = shape.optional("sla", sla(), Manifest::sla);
    var verification = shape.optional("verification", verification(), Manifest::verification);
    var ttl =
        shape.defaulted(
            "ttl_seconds", atLeast(1), Manifest.DEFAULT_TTL_SECONDS, Manifest::ttlSeconds);
    return shape.build(
        v ->
            new Manifest(
                v.get(id),
                v.get(name),
                v.get(version),
                v.get(description),
                v.get(capabilities),
                v.get(endpoints),
                v.get(versions),
                v.get(auth),
                v.get(signature),
                v.get(sla),
                v.get(verification),
                v.get(ttl)));
  }

  private static Shape<Manifest.Endpoint> endpoint() {
    Shape.Builder<Manifest.Endpoint> shape = Shape.of("Endpoint");
    var asap = shape.required("asap", STRING, Manifest.Endpoint::asap);
    var events = shape.optional("events", STRING, Manifest.Endpoint::events);
    return shape.build(v -> new Manifest.Endpoint(v.get(asap), v.get(events)));
  }

  private static Shape<Manifest.AuthScheme> authScheme() {
    Shape.Builder<Manifest.AuthScheme> shape = Shape.of("AuthScheme");
    var schemes =
        shape.required(
            "schemes",
            listOf(where(STRING, ManifestShapes::checkScheme), 0),
            Manifest.AuthScheme::schemes);
    var oauth2 = shape.optional("oauth2", OBJECT, Manifest.AuthScheme::oauth2);
    return shape.build(v -> new Manifest.AuthScheme(v.get(schemes), v.get(oauth2)));
  }

  private static Shape<Manifest.Sla> sla() {
    Shape.Builder<Manifest.Sla> shape = Shape.of("SLADefinition");
    var availability = shape.optional("availability", PERCENTAGE, Manifest.Sla::availability);
    var latency = shape.optional("max_latency_p95_ms", atLeast(0), Manifest.Sla::maxLatencyP95Ms);
    var errors = shape.optional("max_error_rate", PERCENTAGE, Manifest.Sla::maxErrorRate);
    var hours = shape.optional("support_hours", STRING, Manifest.Sla::supportHours);
    return shape.build(
        v -> new Manifest.Sla(v.get(availability), v.get(latency), v.get(errors), v.get(hours)));
  }

  private static Shape<Manifest.Verification> verification() {
    Shape.Builder<Manifest.Verification> shape = Shape.of("VerificationStatus");
    var status =
        shape.required(
            "status", oneOf("verified", "pending", "rejected"), Manifest.Verification::status);
    var at = shape.optional("verified_at", INSTANT, Manifest.Verification::verifiedAt);
    return shape.build(v -> new Manifest.Verification(v.get(status), v.get(at)));
  }

  private static void checkVersion(String version, JsonInput in) {
    if (!isPep440(version)) {
      in.fault(
          "value_error",
          "Value error, Invalid semantic version",
          " '" + version + "': Invalid version: '" + version + "'");
    }
  }

  private static void checkPercentage(String text, JsonInput in) {
    if (!isPercentage(text)) {
      in.fault("value_error", "Value error, Invalid percentage string", ": '" + text + "'");
    }
  }

  private static void checkScheme(String scheme, JsonInput in) {
    if (!AUTH_SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
      in.fault(
          "value_error",
          "Unsupported authentication scheme. Supported schemes: basic, bearer",
          ", got: '" + scheme + "'");
    }
  }
}
