package dev.roost.launcher.check;

import static dev.roost.launcher.check.Category.HANDSHAKE;

import java.util.List;
import java.util.Optional;

/** Health, manifest and version, as the package {@code asap-compliance} asks for them. */
final class HandshakeChecks {
  static final Check HEALTH_REACHABLE =
      new Check(
          HANDSHAKE,
          "health_reachable",
          "The health page is answered.",
          "serve the agent's health there",
          List.of(),
          peer -> "status " + peer.health().status());

  static final Check HEALTH_STATUS =
      new Check(
          HANDSHAKE,
          "health_status",
          "The health page answers 200.",
          "serve the agent's health there, below the agent's root (the URL without /asap)",
          List.of(HEALTH_REACHABLE),
          peer -> "status " + peer.health().expectStatus(200).status());

  static final Check HEALTH_CONTENT_TYPE =
      new Check(
          HANDSHAKE,
          "health_content_type",
          "The health page is application/json.",
          "send this Content-Type",
          List.of(HEALTH_REACHABLE),
          peer -> peer.health().expectType(Answer.JSON).header("Content-Type"));

  static final Check HEALTH_SCHEMA =
      new Check(
          HANDSHAKE,
          "health_schema",
          "The health page has status, agent_id, version and uptime_seconds in their types.",
          "write these members as the protocol has them",
          List.of(HEALTH_REACHABLE),
          HandshakeChecks::healthSchema);

  static final Check MANIFEST_REACHABLE =
      new Check(
          HANDSHAKE,
          "manifest_reachable",
          "The manifest is answered.",
          "serve the agent's manifest there",
          List.of(),
          peer -> "status " + peer.manifest().status());

  static final Check MANIFEST_STATUS =
      new Check(
          HANDSHAKE,
          "manifest_status",
          "The manifest answers 200.",
          "serve the agent's manifest there, below the agent's root (the URL without /asap)",
          List.of(MANIFEST_REACHABLE),
          peer -> "status " + peer.manifest().expectStatus(200).status());

  static final Check MANIFEST_CONTENT_TYPE =
      new Check(
          HANDSHAKE,
          "manifest_content_type",
          "The manifest is application/json.",
          "send this Content-Type",
          List.of(MANIFEST_STATUS),
          peer -> peer.manifest().expectType(Answer.JSON).header("Content-Type"));

  static final Check MANIFEST_JSON =
      new Check(
          HANDSHAKE,
          "manifest_json",
          "The manifest is a JSON object.",
          "send the manifest as a JSON object",
          List.of(MANIFEST_CONTENT_TYPE),
          peer -> peer.manifest().object().size() + " members");

  static final Check MANIFEST_SCHEMA =
      new Check(
          HANDSHAKE,
          "manifest_schema",
          "The manifest has all that it must have, in the right form, and nothing unknown.",
          "correct it: manifests are closed, and clients refuse one with any fault",
          List.of(MANIFEST_JSON),
          peer -> "valid, of " + PeerManifest.read(peer.manifest()).manifest().id());

  static final Check MANIFEST_SIGNATURE =
      new Check(
          HANDSHAKE,
          "manifest_signature",
          "If the manifest is signed, the signature is that of the key in it.",
          "sign the manifest in the form that the reference writes, with every default in it",
          List.of(MANIFEST_SCHEMA),
          peer -> PeerManifest.read(peer.manifest()).verify(peer.manifest()));

  static final Check MANIFEST_PARSED =
      new Check(
          HANDSHAKE,
          "manifest_parsed",
          "The manifest can be used: its schema and its signature are right.",
          "see manifest_schema and manifest_signature",
          List.of(MANIFEST_JSON),
          HandshakeChecks::manifestParsed);

  /** The harness lets the default stand for it, and so can never find it missing. */
  static final Check VERSION_REPORTED =
      new Check(
          HANDSHAKE,
          "version_reported",
          "The manifest says capabilities.asap_version.",
          "write it, although it has a default: not every client knows the default",
          List.of(MANIFEST_PARSED),
          peer -> PeerManifest.asapVersion(peer.manifest()));

  static final Check VERSION_FORMAT =
      new Check(
          HANDSHAKE,
          "version_format",
          "capabilities.asap_version is a version in the sense of PEP 440.",
          "write the protocol's version, such as 0.1",
          List.of(VERSION_REPORTED),
          HandshakeChecks::versionFormat);

  static final Check VERSION_COMPATIBLE =
      new Check(
          HANDSHAKE,
          "version_compatible",
          "capabilities.asap_version is 0.1 or later.",
          "speak the protocol's version 0.1",
          List.of(VERSION_FORMAT),
          HandshakeChecks::versionCompatible);

  private static final String LEAST_VERSION = "0.1";

  private HandshakeChecks() {}

  static List<Check> all() {
    return List.of(
        HEALTH_REACHABLE,
        HEALTH_STATUS,
        HEALTH_CONTENT_TYPE,
        HEALTH_SCHEMA,
        MANIFEST_REACHABLE,
        MANIFEST_STATUS,
        MANIFEST_CONTENT_TYPE,
        MANIFEST_JSON,
        MANIFEST_SCHEMA,
        MANIFEST_SIGNATURE,
        MANIFEST_PARSED,
        VERSION_REPORTED,
        VERSION_FORMAT,
        VERSION_COMPATIBLE);
  }

  private static String healthSchema(Peer peer) {
    Answer answer = peer.health();
    return Strict.read(Health.CODEC, answer.object(), answer, "a health status").status();
  }

  private static String manifestParsed(Peer peer) {
    PeerManifest manifest = PeerManifest.read(peer.manifest());
    manifest.verify(peer.manifest());
    return "id " + manifest.manifest().id();
  }

  private static String versionFormat(Peer peer) {
    version(peer).orElseThrow(() -> unmetVersion(peer, "a version of PEP 440"));
    return "of PEP 440";
  }

  private static String versionCompatible(Peer peer) {
    String expected = LEAST_VERSION + " or later";
    version(peer)
        .flatMap(own -> Pep440.parse(LEAST_VERSION).filter(own::isAtLeast))
        .orElseThrow(() -> unmetVersion(peer, expected));
    return expected;
  }

  private static Optional<Pep440> version(Peer peer) {
    return Pep440.parse(PeerManifest.asapVersion(peer.manifest()));
  }

  private static UnmetException unmetVersion(Peer peer, String expected) {
    Answer answer = peer.manifest();
    return answer.unmet(
        "capabilities.asap_version as " + expected, Excerpt.of(PeerManifest.asapVersion(answer)));
  }
}
