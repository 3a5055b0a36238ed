package dev.roost.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.spi.Principal;
import dev.roost.spi.Secret;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BearerTokensTest {
  private static final AgentUrn CLIENT = AgentUrn.of("urn:asap:agent:client");

  private final BearerTokens tokens =
      new BearerTokens(
          List.of(new AuthConfig.BearerToken(Secret.of("s3cret"), CLIENT, Set.of("asap:execute"))));

  @Test
  void aTokenProvesItsAgentAndScopes() {
    // When
    Principal principal = tokens.authenticate(new Credentials("Bearer s3cret"));

    // Then
    assertThat(principal.subject()).isEqualTo(CLIENT.value());
    assertThat(principal.agent()).contains(CLIENT);
    assertThat(principal.scopes()).containsExactly("asap:execute");
  }

  @Test
  void noSecretIsInAnyText() {
    assertThat(new Credentials("Bearer s3cret").toString()).doesNotContain("s3cret");
    assertThat(TokenHash.of("s3cret").toString()).doesNotContain("s3cret");
    assertThatThrownBy(() -> tokens.authenticate(new Credentials("Bearer wr0ng")))
        .isInstanceOf(AsapException.class)
        .hasMessageNotContaining("wr0ng");
  }
}
