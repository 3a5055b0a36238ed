package dev.roost.bench.issuer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.client.oauth.ClientAuthentication;
import dev.roost.client.oauth.IdentityProvider;
import dev.roost.client.oauth.OAuthException;
import dev.roost.client.oauth.OAuthTokens;
import dev.roost.client.oauth.TokenTarget;
import dev.roost.outbound.AddressRange;
import dev.roost.outbound.DnsLookup;
import dev.roost.outbound.GuardedWayOut;
import dev.roost.outbound.HttpConnector;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.platform.auth.oauth2.IssuerConfig;
import dev.roost.platform.auth.oauth2.ProviderTokens;
import dev.roost.platform.auth.oauth2.SignatureAlgorithm;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Principal;
import dev.roost.spi.Scope;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the platform and the client think of it. */
@ExtendWith(VertxExtension.class)
@Timeout(30)
class TokenIssuerTest {
  private static final String PEER = "https://peer.example";

  private Vertx vertx;
  private TokenIssuer issuer;

  @BeforeEach
  void start(Vertx shared) throws Exception {
    vertx = shared;
    issuer = await(TokenIssuer.start(vertx));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Set like the measured platform: as shipped. */
  private ProviderTokens platform() {
    IssuerConfig config =
        new IssuerConfig(
            issuer.issuer(),
            Set.of(TokenIssuer.AUDIENCE),
            IssuerConfig.Profile.STRICT,
            Set.of(SignatureAlgorithm.of("RS256").orElseThrow()),
            Optional.of(Scope.EXECUTE.spelling()),
            Optional.empty(),
            new IssuerConfig.Identity(true, IssuerConfig.Identity.REFERENCE_CLAIM, Map.of()),
            Map.of(),
            Optional.empty());
    OutboundConfig outbound = new OutboundConfig(true, List.of(AddressRange.parse("127.0.0.1")));
    OutboundGuard guard =
        new OutboundGuard(vertx, outbound, DnsLookup.ofSystem(), OwnListeners.none());
    return new ProviderTokens(
        vertx,
        List.of(config),
        new GuardedWayOut(guard, HttpConnector.create(vertx)),
        Clock.systemUTC());
  }

  private Future<Principal> proves(ProviderTokens platform, String token) {
    return Future.future(
        told -> vertx.runOnContext(none -> platform.authenticate(token).onComplete(told)));
  }

  private Optional<Secret> obtain(String secret) throws Exception {
    IdentityProvider provider = IdentityProvider.builder(issuer.issuer()).vertx(vertx).build();
    OAuthTokens tokens =
        OAuthTokens.clientCredentials(
            provider,
            ClientAuthentication.secret(TokenIssuer.CLIENT, Secret.of(secret)),
            TokenTarget.of(PEER));
    return await(tokens.token(PEER));
  }

  @Test
  void thePlatformTakesTokensThatWereSignedAhead() throws Exception {
    // Given
    List<byte[]> signed = issuer.signer().sign(issuer.issuer(), TokenIssuer.AUDIENCE, 20);
    ProviderTokens platform = platform();

    // When
    List<Principal> principals = new ArrayList<>();
    for (byte[] token : signed) {
      principals.add(await(proves(platform, new String(token, US_ASCII))));
    }

    // Then
    assertThat(principals).extracting(Principal::subject).doesNotHaveDuplicates();
    assertThat(principals)
        .allMatch(
            principal ->
                Scope.EXECUTE.isIn(principal.scopes())
                    && principal.mayAsk(AgentUrn.of("urn:asap:agent:echo"))
                    && !principal.mayAsk(AgentUrn.of("urn:asap:agent:other")));
  }

  @Test
  void theClientGetsOneThatThePlatformTakes() throws Exception {
    // When
    Secret token = obtain(TokenIssuer.SECRET).orElseThrow();

    // Then
    assertThat(await(proves(platform(), token.reveal())).subject())
        .isEqualTo(issuer.issuer() + "#" + TokenIssuer.CLIENT);
  }

  @Test
  void whoIsNotTheClientGetsNone() {
    assertThatThrownBy(() -> obtain("guessed"))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(OAuthException.class);
  }
}
