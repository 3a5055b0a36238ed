package dev.roost.launcher.command;

import dev.roost.client.oauth.IdentityProvider;
import dev.roost.client.oauth.Logout;
import dev.roost.client.oauth.OAuthException;
import dev.roost.client.oauth.Session;
import dev.roost.client.oauth.TokenStore;
import dev.roost.launcher.Surroundings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roost logout}. */
@Command(
    name = "logout",
    description = {
      "Forgets the logins at an identity provider, and has it take them back, if it does that."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  roost logout --issuer https://id.example.com/realms/asap --key-file ~/.roost-key",
      "",
      "Exit codes: 0 (nobody is logged in there any more), 1 (they are forgotten, but the provider"
          + " did not take them back; or the store cannot be read), 2 (asked for wrongly)"
    })
public final class LogoutCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Surroundings surroundings;
  @Mixin private final LoginOptions options = new LoginOptions();
  @Spec private CommandSpec spec;

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "The identity provider, as it was named when somebody logged in.")
  private @Nullable String issuer;

  /** For {@code surroundings}. */
  public LogoutCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Logout.Outcome outcome = Waiting.withVertx(this::logOut);
    report(Console.of(spec), outcome);
    return outcome.problem().isPresent() ? 1 : 0;
  }

  /** One client after the other: each shows what it is by itself. */
  private Logout.Outcome logOut(Vertx vertx) {
    TokenStore store = options.store(vertx, surroundings);
    List<Session> sessions = Waiting.await(store.sessions(), PATIENCE);
    IdentityProvider provider = provider(vertx, sessions);
    return sessions.stream()
        .filter(session -> session.issuer().equals(issuer))
        .map(Session::clientId)
        .distinct()
        .map(id -> Logout.of(provider, options.client(id, surroundings), store))
        .map(outcome -> Waiting.await(outcome, PATIENCE))
        .reduce(new Logout.Outcome(0, 0, Optional.empty()), LogoutCommand::sum);
  }

  private static Logout.Outcome sum(Logout.Outcome one, Logout.Outcome other) {
    return new Logout.Outcome(
        one.forgotten() + other.forgotten(),
        one.revoked() + other.revoked(),
        one.problem().or(other::problem));
  }

  private IdentityProvider provider(Vertx vertx, List<Session> sessions) {
    String named = issuer;
    if (named == null) {
      throw usage("At which identity provider? Give --issuer URL" + known(sessions));
    }
    try {
      return IdentityProvider.builder(named).vertx(vertx).build();
    } catch (IllegalArgumentException e) {
      throw usage("--issuer: " + e.getMessage());
    }
  }

  private static String known(List<Session> sessions) {
    List<String> issuers = sessions.stream().map(Session::issuer).distinct().sorted().toList();
    return issuers.isEmpty()
        ? "; nobody is logged in anywhere"
        : "; somebody is logged in at " + String.join(", ", issuers);
  }

  private void report(Console console, Logout.Outcome outcome) {
    if (console.json()) {
      console.print(
          new JsonObject()
              .put("issuer", issuer)
              .put("forgotten", outcome.forgotten())
              .put("revoked", outcome.revoked())
              .put("reason", outcome.problem().map(OAuthException::getMessage).orElse(null)));
      return;
    }
    console.print(Table.harmless(words(outcome)));
    outcome.problem().ifPresent(problem -> console.tell(String.valueOf(problem.getMessage())));
  }

  private String words(Logout.Outcome outcome) {
    if (outcome.forgotten() == 0) {
      return "Nobody was logged in at " + issuer;
    }
    String forgotten = "Forgotten: " + outcome.forgotten() + " at " + issuer;
    if (outcome.revoked() == outcome.forgotten()) {
      return forgotten + ", which took them back";
    }
    return outcome.problem().isPresent()
        ? forgotten
        : forgotten + ", which takes none back; tokens are good until their end";
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
