package dev.roost.bench.load;

import dev.roost.bench.issuer.TokenIssuer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * Measures what it costs to know callers by an identity provider: the same requests, each with one
 * of many tokens, to a platform that asks for them and to one that does not; or, with another
 * checkout, to both asking for them.
 */
final class AuthRun {
  private final Servers servers;
  private final Options options;
  private final PrintStream progress;

  AuthRun(Servers servers, Options options, PrintStream progress) {
    this.servers = servers;
    this.options = options;
    this.progress = progress;
  }

  /**
   * The figures.
   *
   * @param base what is compared with
   * @param rounds without and with identity
   * @param replaced how many tokens the second has met beside those of the beginning
   * @param times how long a client waits for a token
   */
  record Result(String base, List<Round> rounds, int replaced, TokenTimes.Result times) {}

  Result run() throws IOException {
    Vertx vertx = Vertx.vertx();
    try {
      TokenIssuer issuer = Waiting.on(TokenIssuer.start(vertx));
      TokenTimes.Result times = new TokenTimes(vertx, issuer.issuer()).run();
      return compare(issuer, tokens(issuer), times);
    } finally {
      Waiting.on(vertx.close());
    }
  }

  private List<byte[]> tokens(TokenIssuer issuer) {
    int count = TokenHeader.needed(options.tokens(), LoadRun.seconds(options));
    progress.println("signing " + count + " tokens");
    return issuer.signer().sign(issuer.issuer(), TokenIssuer.AUDIENCE, count);
  }

  private Result compare(TokenIssuer issuer, List<byte[]> tokens, TokenTimes.Result times)
      throws IOException {
    TokenHeader shown = header(tokens);
    TokenHeader shownToBase = header(tokens);
    try (ServerProcess base = servers.lessGuarded(issuer.issuer(), Traffic.http(shownToBase));
        ServerProcess guarded = servers.guarded(issuer.issuer(), Traffic.http(shown))) {
      LoadRun run =
          new LoadRun(
              new Contender(base, Traffic.http(shownToBase)),
              new Contender(guarded, Traffic.http(shown)),
              options,
              progress);
      run.checkSameAnswer();
      run.warmUp();
      return new Result(base.name(), run.flatOut(options.connections()), shown.replaced(), times);
    }
  }

  private TokenHeader header(List<byte[]> tokens) {
    return new TokenHeader(options.tokens(), tokens, System::nanoTime);
  }
}
