package dev.roost.agent;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.McpResourceData;
import dev.roost.protocol.McpResourceFetch;
import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The resources that every agent has: its manifest. */
final class OwnResources {
  /** Where the manifest is. */
  static final String MANIFEST = "asap:manifest";

  private OwnResources() {}

  static McpResourceData fetch(Manifest agent, McpResourceFetch fetch) {
    if (!fetch.resourceUri().equals(MANIFEST)) {
      throw AsapException.of(
          ErrorCode.HANDLER_NOT_FOUND,
          agent.id() + " has no such resource",
          new JsonObject()
              .put("resource_uri", Refusals.bounded(fetch.resourceUri()))
              .put("known_resources", JsonArray.of(MANIFEST)));
    }
    return new McpResourceData(MANIFEST, Codec.MANIFEST.write(agent).toJsonObject());
  }
}
