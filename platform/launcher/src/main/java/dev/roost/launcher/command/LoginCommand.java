package dev.roost.launcher.command;

import dev.roost.client.oauth.ClientAuthentication;
import dev.roost.client.oauth.IdentityProvider;
import dev.roost.client.oauth.Login;
import dev.roost.client.oauth.ProtectedResource;
import dev.roost.client.oauth.Session;
import dev.roost.client.oauth.TokenStore;
import dev.roost.client.oauth.TokenTarget;
import dev.roost.launcher.Surroundings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roost login}. */
@Command(
    name = "login",
    description = {
      "Logs in at an identity provider, for an agent that takes its tokens.",
      "It tells the URL to open in a browser, and waits up to ten minutes for it to come back to a"
          + " port of this machine. Other commands show the agent the token with --login, and"
          + " refresh it.",
      "The provider must know the client and allow it the redirect to http://127.0.0.1/callback"
          + " with any port."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost login https://agents.example.com --issuer https://id.example.com/realms/asap \\",
      "      --client-id roost --scope asap:execute --key-file ~/.roost-key",
      "  roost check https://agents.example.com --login --key-file ~/.roost-key",
      "",
      "Exit codes: 0 (logged in), 1 (it did not work), 2 (asked for wrongly)"
    })
public final class LoginCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(11);
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(30);

  private final Surroundings surroundings;
  @Mixin private final LoginOptions options = new LoginOptions();
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "The root of the agent or platform that the token is for; no other sees it.")
  private String url;

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "The identity provider, letter by letter as its metadata name it.")
  private @Nullable String issuer;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "As what client the provider knows this program; ${DEFAULT-VALUE} by default.")
  private String clientId = "roost";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "What to ask for, once for each, or several with spaces between; offline_access where that is needed to stay logged in.")
  private List<String> scopes = List.of();

  @Option(
      names = "--resource",
      paramLabel = "URI",
      description = "How the provider knows the agent (RFC 8707), if it wants to be told.")
  private @Nullable String resource;

  @Option(names = "--browser", description = "Open the URL with xdg-open.")
  private boolean browser;

  /** For {@code surroundings}. */
  public LoginCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    TokenTarget target = target();
    ClientAuthentication client = options.client(clientId, surroundings);
    Session session =
        Waiting.withVertx(
            vertx -> {
              TokenStore store = options.store(vertx, surroundings);
              return login(console, provider(vertx), client, target, store);
            });
    report(console, session);
    return 0;
  }

  private TokenTarget target() {
    try {
      return new TokenTarget(url, words(), Optional.ofNullable(resource));
    } catch (IllegalArgumentException e) {
      throw usage("Cannot log in for that: " + e.getMessage());
    }
  }

  private Set<String> words() {
    return scopes.stream()
        .flatMap(scope -> Stream.of(scope.split(" ")))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  private IdentityProvider provider(Vertx vertx) {
    String named = issuer;
    if (named == null) {
      throw usage("Which identity provider? Give --issuer URL" + Table.harmless(suggestion(vertx)));
    }
    try {
      return IdentityProvider.builder(named).vertx(vertx).build();
    } catch (IllegalArgumentException e) {
      throw usage("--issuer: " + e.getMessage());
    }
  }

  /** The agent's word is worth a hint, not trust. */
  private String suggestion(Vertx vertx) {
    try {
      List<String> issuers = Waiting.await(ProtectedResource.issuers(vertx, url), FIRST_PATIENCE);
      return issuers.isEmpty()
          ? ""
          : "; the agent names " + String.join(", ", issuers) + ", if you trust it";
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private Session login(
      Console console,
      IdentityProvider provider,
      ClientAuthentication client,
      TokenTarget target,
      TokenStore store) {
    Waiting.await(store.sessions(), FIRST_PATIENCE);
    Login login = Waiting.await(Login.begin(provider, client, target, store), FIRST_PATIENCE);
    console.tell("Open this in a browser:");
    console.tell("  " + login.url());
    console.tell("Waiting up to ten minutes for it to come back to " + login.redirectUri());
    if (browser && !Browser.open(login.url(), surroundings)) {
      console.tell("There is no xdg-open here; open it yourself.");
    }
    return Waiting.await(login.outcome(), PATIENCE);
  }

  private void report(Console console, Session session) {
    if (console.json()) {
      console.print(
          new JsonObject()
              .put("name", session.name().orElse(null))
              .put("subject", session.subject().orElse(null))
              .put("issuer", session.issuer())
              .put("peer", session.target().peer())
              .put("until", session.until().toString())
              .put("refreshable", session.refreshToken().isPresent())
              .put("store", options.file(surroundings).toString()));
      return;
    }
    String who = session.name().or(session::subject).orElse("Somebody without a name");
    console.print(
        Table.harmless(
            who
                + " is logged in at "
                + session.issuer()
                + " for "
                + session.target().peer()
                + (session.refreshToken().isPresent()
                    ? "; the first token is good until "
                    : " until ")
                + session.until()));
    console.print("Stored in " + options.file(surroundings));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
