package dev.roost.launcher.config;

import dev.roost.client.Transports;
import dev.roost.client.manifest.ManifestKey;
import dev.roost.outbound.AddressRange;
import dev.roost.outbound.HttpUrl;
import dev.roost.outbound.InvalidUrlException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where the platform may send requests, and whom its agents may call there. */
final class OutboundRules {
  private static final Pointer ADDRESSES = Pointer.of("outbound", "allowAddresses");
  private static final Pointer REGISTRIES = Pointer.of("discovery", "registries");
  private static final Pointer REVOCATIONS = Pointer.of("discovery", "revocationList");
  private static final String UNENCRYPTED =
      "begins with http:, which is not encrypted; use https:, or set outbound.allowHttp";
  private static final Pointer AGENTS = Pointer.of("discovery", "remoteAgents");

  private final boolean allowHttp;
  private final JsonArray addresses;
  private final JsonArray registries;
  private final @Nullable String revocationList;
  private final JsonObject agents;
  private final List<String> transports = Transports.names();
  private final Map<String, String> tokens = new HashMap<>();
  private final BiConsumer<Pointer, String> report;

  OutboundRules(JsonObject full, BiConsumer<Pointer, String> report) {
    JsonObject outbound = full.getJsonObject("outbound");
    this.allowHttp = outbound.getBoolean("allowHttp");
    this.addresses = outbound.getJsonArray("allowAddresses");
    JsonObject discovery = full.getJsonObject("discovery");
    this.registries = discovery.getJsonArray("registries");
    this.revocationList = discovery.getString("revocationList");
    this.agents = discovery.getJsonObject("remoteAgents");
    this.report = report;
  }

  void check() {
    for (int i = 0; i < addresses.size(); i++) {
      address(ADDRESSES.child(String.valueOf(i)), addresses.getString(i));
    }
    for (int i = 0; i < registries.size(); i++) {
      page(REGISTRIES.child(String.valueOf(i)), registries.getString(i));
    }
    if (revocationList != null) {
      page(REVOCATIONS, revocationList);
    }
    for (String urn : agents.fieldNames()) {
      agent(AGENTS.child(urn), agents.getJsonObject(urn));
    }
  }

  private void address(Pointer pointer, String text) {
    try {
      AddressRange.parse(text);
    } catch (IllegalArgumentException e) {
      report.accept(pointer, "is \"" + text + "\": " + e.getMessage());
    }
  }

  private void agent(Pointer pointer, JsonObject agent) {
    String transport = agent.getString("transport");
    if (!transports.contains(transport)) {
      report.accept(
          pointer.child("transport"),
          "is \"" + transport + "\", which is no transport; there are " + transports);
    }
    if (agent.getString("url") != null) {
      url(pointer, agent);
    }
    JsonArray keys = agent.getJsonArray("manifestKeys");
    for (int i = 0; i < keys.size(); i++) {
      key(pointer.child("manifestKeys").child(String.valueOf(i)), keys.getString(i));
    }
  }

  private void page(Pointer pointer, String text) {
    try {
      if (!HttpUrl.parse(text).tls() && !allowHttp) {
        report.accept(pointer, UNENCRYPTED);
      }
    } catch (InvalidUrlException e) {
      report.accept(pointer, "is no URL that can be used: " + e.reason());
    }
  }

  private void key(Pointer pointer, String text) {
    try {
      ManifestKey.of(text);
    } catch (IllegalArgumentException e) {
      report.accept(pointer, "is no key: " + e.getMessage());
    }
  }

  /** The text is not repeated: it may hold a password. */
  private void url(Pointer pointer, JsonObject agent) {
    try {
      HttpUrl url = HttpUrl.parse(agent.getString("url"));
      if (url.target().indexOf('?') >= 0) {
        report.accept(pointer.child("url"), "has a query, to which no path can be appended");
      } else if (!url.tls() && !allowHttp) {
        report.accept(pointer.child("url"), UNENCRYPTED);
      }
      token(pointer.child("token"), url, agent.getString("token"));
    } catch (InvalidUrlException e) {
      report.accept(pointer.child("url"), "is no URL that can be used: " + e.reason());
    }
  }

  /** A token says who asks, so at one URL there is one. */
  private void token(Pointer pointer, HttpUrl url, String token) {
    String root = url.toString().replaceAll("/+$", "");
    String shown = String.valueOf(token);
    if (!tokens.computeIfAbsent(root, first -> shown).equals(shown)) {
      report.accept(pointer, "is another than that of the other agent with this url");
    }
  }
}
