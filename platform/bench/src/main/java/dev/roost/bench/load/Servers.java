package dev.roost.bench.load;

import dev.roost.bench.bare.BareServer;
import dev.roost.bench.issuer.TokenIssuer;
import dev.roost.bench.streams.TalkativeAgent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts the two servers. Roost by the script that operators use; the bare one by the same Java
 * with the same options, as read from Roost's process, so that they cannot drift apart.
 */
final class Servers {
  static final String ROOST = "roost";
  static final String BARE = "bare";
  static final String NONE = "none";
  static final String OAUTH2 = "oauth2";
  static final String BEFORE = "before";
  static final String NOW = "now";

  /** What the bare server is made of; it is not to search the platform's jars. */
  private static final List<String> LIBRARIES =
      List.of("vertx-core-", "netty-", "jackson-core-", "ulid-creator-");

  private static final String TALKATIVE =
      "verticles.talkative.class=" + TalkativeAgent.class.getName();

  /** Connections beside those that are counted. */
  private static final int OTHERS = 1_000;

  private final Path home;
  private final Optional<Path> before;
  private final Path logs;
  private final Optional<Path> profile;

  Servers(Options options) throws IOException {
    this.home = options.home();
    this.before = options.before().map(Path::toAbsolutePath);
    this.profile = options.profile().map(Path::toAbsolutePath);
    this.logs = Files.createDirectories(home.resolve("platform/bench/target/logs"));
    if (profile.isPresent()) {
      Files.createDirectories(profile.get());
    }
    checkBuilt(home);
    before.ifPresent(Servers::checkBuilt);
  }

  private static void checkBuilt(Path checkout) {
    for (String needed : List.of("platform/launcher/target/roost.jar", "plugins/echo.jar")) {
      if (!Files.exists(checkout.resolve(needed))) {
        throw new LoadException(
            "There is no "
                + checkout.resolve(needed)
                + "; build it first: mvn -q -DskipTests package");
      }
    }
  }

  /** Roost, with what it ships with, save that its clients may be as fast as they can. */
  ServerProcess roost() throws IOException {
    return roost("", "websocket.messagesPerSecond=off");
  }

  /** The same with an agent that streams, and room for its readers. */
  ServerProcess talkative() throws IOException {
    return roost("", TALKATIVE, "http.maxConnectionsPerAddress=10000");
  }

  /** The same with a bounded heap, for those who never read. */
  ServerProcess talkative(int heapMib) throws IOException {
    return roost("-Xmx" + heapMib + "m", TALKATIVE, "websocket.messagesPerSecond=off");
  }

  /** Roost with room for so many WebSocket connections, and some others. */
  ServerProcess spacious(int webSockets, int pingSeconds) throws IOException {
    return roost(
        "",
        "http.maxConnections=" + (webSockets + OTHERS),
        "websocket.maxConnections=" + webSockets,
        "websocket.pingSeconds=" + pingSeconds);
  }

  /** Roost that asks nobody who they are; if there is another build, that one, which asks. */
  ServerProcess lessGuarded(String issuer, Traffic first) throws IOException {
    return hasOther()
        ? guarded(BEFORE, before.orElseThrow(), issuer, first)
        : roost(NONE, home, Traffic.HTTP, "", "auth.mode=none");
  }

  /**
   * Roost that wants tokens of an identity provider, with the strict settings as shipped.
   *
   * @param first with a token that is good there
   */
  ServerProcess guarded(String issuer, Traffic first) throws IOException {
    return guarded(OAUTH2, home, issuer, first);
  }

  private ServerProcess guarded(String name, Path checkout, String issuer, Traffic first)
      throws IOException {
    JsonObject provider =
        new JsonObject().put("issuer", issuer).put("audience", TokenIssuer.AUDIENCE);
    return roost(
        name,
        checkout,
        first,
        "",
        "auth.mode=oauth2",
        "auth.oauth2.issuers=" + new JsonArray().add(provider).encode(),
        "outbound.allowHttp=true",
        "outbound.allowAddresses=[\"127.0.0.1\"]");
  }

  /** Whether there is another build to compare with. */
  boolean hasOther() {
    return before.isPresent();
  }

  /** Roost as another checkout has it. */
  ServerProcess other() throws IOException {
    return roost(BEFORE, before.orElseThrow(), Traffic.HTTP, "");
  }

  /** Roost as this checkout has it, set like the other. */
  ServerProcess now() throws IOException {
    return roost(NOW, home, Traffic.HTTP, "");
  }

  private ServerProcess roost(String javaOptions, String... settings) throws IOException {
    return roost(ROOST, home, Traffic.HTTP, javaOptions, settings);
  }

  private ServerProcess roost(
      String name, Path checkout, Traffic first, String javaOptions, String... settings)
      throws IOException {
    int port = Ports.free();
    List<String> command = new ArrayList<>(List.of("env"));
    if (List.of(settings).contains(TALKATIVE)) {
      command.add("ROOST_CLASSPATH=" + home.resolve("platform/bench/target/bench.jar"));
    }
    command.add("ROOST_JAVA_OPTS=" + javaOptions(name, javaOptions));
    command.add(checkout.resolve("platform/bin/roost").toString());
    command.add("run");
    Stream.concat(
            Stream.of("http.port=" + port, "management.port=" + Ports.free(), "http.rateLimit=off"),
            Stream.of(settings))
        .forEach(setting -> command.addAll(List.of("--set", setting)));
    return start(name, port, checkout, command, first);
  }

  private String javaOptions(String name, String own) {
    String given = System.getenv().getOrDefault("ROOST_JAVA_OPTS", "");
    return given + " " + own + " " + profile.map(path -> recording(path, name)).orElse("");
  }

  /** The bare server, run like {@code roost}, which must have answered before. */
  ServerProcess bare(ServerProcess roost) throws IOException {
    int port = Ports.free();
    List<String> command = new ArrayList<>(virtualMachine(roost));
    profile.ifPresent(directory -> command.add(recording(directory, BARE)));
    command.addAll(List.of("-cp", classPath(), BareServer.class.getName(), String.valueOf(port)));
    return start(BARE, port, home, command, Traffic.HTTP);
  }

  /** The program and the options of Roost's virtual machine, without what is its own. */
  private static List<String> virtualMachine(ServerProcess roost) throws IOException {
    List<String> command = new ArrayList<>();
    for (String word : roost.proc().command()) {
      if (word.equals("-cp")) {
        break;
      }
      if (!word.startsWith("-D") && !word.startsWith("-XX:StartFlightRecording")) {
        command.add(word);
      }
    }
    return command;
  }

  private String classPath() throws IOException {
    Path target = home.resolve("platform/bench/target");
    try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
      return Stream.concat(
              Stream.of(target.resolve("bench.jar")), libraries.filter(Servers::isBare))
          .map(Path::toString)
          .sorted()
          .collect(Collectors.joining(":"));
    }
  }

  private static boolean isBare(Path library) {
    String name = library.getFileName().toString();
    return LIBRARIES.stream().anyMatch(name::startsWith);
  }

  private static String recording(Path directory, String name) {
    return "-XX:StartFlightRecording:settings=profile,dumponexit=true,filename="
        + directory.resolve(name + ".jfr");
  }

  private ServerProcess start(
      String name, int port, Path directory, List<String> command, Traffic first)
      throws IOException {
    ServerProcess server =
        ServerProcess.start(name, port, directory, logs.resolve(name + ".log"), command);
    try {
      server.awaitFirstAnswer(first);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }
}
