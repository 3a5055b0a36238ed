package dev.roost.launcher.config;

import dev.roost.platform.discovery.dnssd.DnsSdConfig;
import dev.roost.platform.http.AddressRange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a schema cannot say: rules about more than one value, or about this Java runtime. */
final class Rules {
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");
  private static final Pattern LOOPBACK_URL =
      Pattern.compile("https?://(localhost|127[0-9.]*|\\[::1])([:/].*)?");
  private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

  private final ConfigDraft draft;
  private final JsonObject full;
  private final int javaVersion;
  private final List<ConfigError> errors = new ArrayList<>();

  private Rules(ConfigDraft draft, JsonObject full, int javaVersion) {
    this.draft = draft;
    this.full = full;
    this.javaVersion = javaVersion;
  }

  /**
   * Checks a configuration that fits the schema.
   *
   * @param full the draft with defaults
   */
  static List<ConfigError> check(ConfigDraft draft, JsonObject full, int javaVersion) {
    Rules rules = new Rules(draft, full, javaVersion);
    rules.bindings();
    rules.tls();
    rules.proxies();
    rules.tokens();
    rules.issuers();
    rules.durable();
    rules.localNetwork();
    rules.threading(Pointer.of("verticles"));
    rules.threading(Pointer.of("plugin", "agents"));
    new OutboundRules(full, rules::report).check();
    new ClusterRules(full).check(rules::report);
    return rules.errors;
  }

  /** What fits the schema and the rules, and is still hardly meant. */
  static List<String> warnings(JsonObject full) {
    List<String> warnings = new ArrayList<>();
    boolean tls = full.getJsonObject("http").getJsonObject("tls").getString("certificate") != null;
    String url = full.getJsonObject("platform").getString("publicUrl");
    if (tls && url.startsWith("http:")) {
      warnings.add(
          "Manifests tell "
              + url
              + ", but the port speaks TLS; set platform.publicUrl to how others reach it, with"
              + " https");
    }
    boolean told = full.getJsonObject("discovery").getJsonObject("dnssd").getBoolean("enabled");
    if (told && LOOPBACK_URL.matcher(url).matches()) {
      warnings.add(
          "The local network is told of agents at "
              + url
              + ", which leads everybody to their own machine; set platform.publicUrl to how others"
              + " reach it");
    }
    new ClusterRules(full).warning().ifPresent(warnings::add);
    return warnings;
  }

  private void report(Pointer pointer, String problem) {
    errors.add(new ConfigError(pointer.toString(), draft.nearestSource(pointer), problem));
  }

  private void bindings() {
    JsonObject http = full.getJsonObject("http");
    boolean open = isLoopback(http.getString("host")) || http.getBoolean("insecure");
    if (!open && http.getJsonObject("tls").getString("certificate") == null) {
      report(
          Pointer.of("http", "host"),
          "is \""
              + http.getString("host")
              + "\", which others can reach, and traffic would not be encrypted; set"
              + " http.tls.certificate and http.tls.key, or http.insecure to true to accept that,"
              + " or listen on 127.0.0.1 behind a proxy that ends TLS");
    }
    String management = full.getJsonObject("management").getString("host");
    if (!isLoopback(management)) {
      report(
          Pointer.of("management", "host"),
          "is \""
              + management
              + "\", but the management port asks for no credentials; allowed: a loopback address,"
              + " such as \"127.0.0.1\"");
    }
  }

  /** A name other than localhost is not looked up: it may lead elsewhere tomorrow. */
  static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1")
        || LOOPBACK_V4.matcher(name).matches();
  }

  private void tls() {
    JsonObject tls = full.getJsonObject("http").getJsonObject("tls");
    for (String[] pair : new String[][] {{"certificate", "key"}, {"key", "certificate"}}) {
      if (tls.getString(pair[0]) == null && tls.getString(pair[1]) != null) {
        report(
            Pointer.of("http", "tls", pair[0]),
            "is missing, but http.tls." + pair[1] + " is there; a certificate needs its key");
      }
    }
  }

  private void proxies() {
    JsonArray proxies = full.getJsonObject("http").getJsonArray("trustedProxies");
    for (int i = 0; i < proxies.size(); i++) {
      try {
        AddressRange.parse(proxies.getString(i));
      } catch (IllegalArgumentException e) {
        report(
            Pointer.of("http", "trustedProxies", String.valueOf(i)),
            "\"" + proxies.getString(i) + "\" " + e.getMessage());
      }
    }
  }

  private void tokens() {
    Object tokens =
        JsonTree.find(draft.tree(), Pointer.of("auth", "bearer", "tokens")).orElse(new JsonArray());
    boolean none = tokens instanceof JsonArray list && list.isEmpty();
    if (full.getJsonObject("auth").getString("mode").equals("bearer") && none) {
      report(
          Pointer.of("auth", "mode"),
          "is \"bearer\", but auth.bearer.tokens is empty, so nobody could come in; add a token");
    }
  }

  private void issuers() {
    Pointer list = Pointer.of("auth", "oauth2", "issuers");
    JsonArray issuers = (JsonArray) JsonTree.find(full, list).orElseThrow();
    Object drafted = JsonTree.find(draft.tree(), list).orElse(new JsonArray());
    boolean none = drafted instanceof JsonArray entries && entries.isEmpty();
    if (full.getJsonObject("auth").getString("mode").equals("oauth2") && none) {
      report(
          Pointer.of("auth", "mode"),
          "is \"oauth2\", but auth.oauth2.issuers is empty, so nobody could come in; add an"
              + " issuer");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < issuers.size(); i++) {
      if (issuers.getValue(i) instanceof JsonObject issuer
          && issuer.getString("issuer") != null
          && !names.add(issuer.getString("issuer"))) {
        report(
            list.child(String.valueOf(i)).child("issuer"),
            "is there twice; each issuer has one entry");
      }
    }
  }

  private void durable() {
    Pointer map = Pointer.of("plugin", "agents");
    JsonObject agents = (JsonObject) JsonTree.find(full, map).orElseThrow();
    boolean memory = full.getJsonObject("state").getString("backend").equals("memory");
    for (String name : agents.fieldNames()) {
      if (memory && Boolean.TRUE.equals(agents.getJsonObject(name).getValue("durable"))) {
        report(
            map.child(name).child("durable"),
            "is true, but state.backend is \"memory\", which outlives nothing; set it to"
                + " \"sqlite\" or \"redis\"");
      }
    }
  }

  private void localNetwork() {
    Pointer pointer = Pointer.of("discovery", "dnssd", "address");
    try {
      DnsSdConfig.of(full.getJsonObject("discovery").getJsonObject("dnssd"));
    } catch (IllegalArgumentException e) {
      String text = (String) JsonTree.find(full, pointer).orElseThrow();
      report(pointer, "is \"" + text + "\", which is no IP address");
    }
  }

  private void threading(Pointer map) {
    JsonObject entries = (JsonObject) JsonTree.find(full, map).orElseThrow();
    for (String name : entries.fieldNames()) {
      boolean virtual = "virtual".equals(entries.getJsonObject(name).getString("threading"));
      if (virtual && javaVersion < FIRST_JAVA_WITH_VIRTUAL_THREADS) {
        report(
            map.child(name).child("threading"),
            "is \"virtual\", which needs Java 21 or later, and this is Java "
                + javaVersion
                + "; use \"worker\"");
      }
    }
  }
}
