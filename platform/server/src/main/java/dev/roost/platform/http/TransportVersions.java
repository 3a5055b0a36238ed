package dev.roost.platform.http;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The negotiation of the {@code ASAP-Version} header. */
final class TransportVersions {
  static final CharSequence HEADER = HttpHeaders.createOptimized("ASAP-Version");
  static final String DEFAULT = "2.2";

  private static final List<String> SUPPORTED = List.of("2.1", "2.2");

  private TransportVersions() {}

  /** The first of the listed versions that we speak; the default if nothing is listed. */
  static Optional<String> choose(@Nullable String listed) {
    if (listed == null || listed.isBlank()) {
      return Optional.of(DEFAULT);
    }
    for (String version : listed.split(",")) {
      if (SUPPORTED.contains(version.strip())) {
        return Optional.of(version.strip());
      }
    }
    return Optional.empty();
  }

  static RpcError incompatible(String requested) {
    return new RpcError(
        ErrorCode.INVALID_STATE.rpcCode(), // the protocol uses this code for both
        "ASAP protocol version incompatible",
        new JsonObject().put("requested", requested).put("supported", new JsonArray(SUPPORTED)));
  }
}
