package dev.roost.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig.BearerToken;
import dev.roost.platform.auth.AuthConfig.Mode;
import dev.roost.platform.auth.AuthConfig.NonceRule;
import dev.roost.platform.auth.AuthConfig.RequireTimestamp;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthConfigTest {
  private static final AgentUrn CLIENT = AgentUrn.of("urn:asap:agent:client");

  private static JsonObject section(String mode, String timestamp, String nonce, JsonArray tokens) {
    return new JsonObject()
        .put("mode", mode)
        .put("requireTimestamp", timestamp)
        .put("nonce", nonce)
        .put("bearer", new JsonObject().put("tokens", tokens))
        .put("oauth2", new JsonObject().put("issuers", new JsonArray()));
  }

  @Test
  void theDefaults() {
    assertThat(AuthConfig.of(section("none", "auto", "off", new JsonArray())))
        .isEqualTo(new AuthConfig(Mode.NONE, RequireTimestamp.AUTO, NonceRule.OFF, List.of()));
  }

  @Test
  void everythingChanged() {
    // Given
    JsonObject token =
        new JsonObject()
            .put("token", Secret.of("s3cret"))
            .put("agent", CLIENT.value())
            .put("scopes", new JsonArray().add("asap:execute"));

    // When
    AuthConfig config =
        AuthConfig.of(section("bearer", "always", "required", new JsonArray().add(token)));

    // Then
    assertThat(config)
        .isEqualTo(
            new AuthConfig(
                Mode.BEARER,
                RequireTimestamp.ALWAYS,
                NonceRule.REQUIRED,
                List.of(new BearerToken(Secret.of("s3cret"), CLIENT, Set.of("asap:execute")))));
    assertThat(config.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "none,auto,off,false",
    "none,auto,optional,false",
    "none,auto,required,true",
    "bearer,auto,off,true",
    "bearer,never,required,false",
    "none,always,off,true"
  })
  void whetherATimestampIsDue(String mode, String timestamp, String nonce, boolean due) {
    assertThat(AuthConfig.of(section(mode, timestamp, nonce, new JsonArray())).timestampRequired())
        .isEqualTo(due);
  }
}
