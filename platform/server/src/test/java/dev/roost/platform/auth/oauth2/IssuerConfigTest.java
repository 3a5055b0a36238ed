package dev.roost.platform.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.oauth2.IssuerConfig.Identity;
import dev.roost.platform.auth.oauth2.IssuerConfig.Introspection;
import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IssuerConfigTest {
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");
  private static final AgentUrn CLIENT = AgentUrn.of("urn:asap:agent:client");

  @Test
  void theDefaults() {
    // Given
    JsonObject entry =
        new JsonObject(
            """
            {"issuer": "https://id.example.com", "audience": "us", "profile": "strict",
             "algorithms": ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"],
             "requiredScope": "asap:execute", "jwksUri": null, "identity": "required",
             "identityClaim": null, "subjects": {}, "agents": {}, "introspection": null}
            """);

    // When
    IssuerConfig config = IssuerConfig.of(entry);

    // Then
    assertThat(config)
        .isEqualTo(
            new IssuerConfig(
                "https://id.example.com",
                Set.of("us"),
                Profile.STRICT,
                SignatureAlgorithm.USUAL,
                Optional.of("asap:execute"),
                Optional.empty(),
                new Identity(true, Identity.REFERENCE_CLAIM, Map.of()),
                Map.of(),
                Optional.empty()));
  }

  @Test
  void everythingChanged() {
    // Given
    JsonObject entry =
        new JsonObject(
            """
            {"issuer": "https://id.example.com", "audience": ["us", "https://us.example.com"],
             "profile": "compatible",
             "algorithms": ["ES384"], "requiredScope": null,
             "jwksUri": "https://id.example.com/keys", "identity": "off", "identityClaim": "agent",
             "subjects": {"urn:asap:agent:echo": ["subject-1", "subject-2"]},
             "agents": {"client-1": "urn:asap:agent:client"},
             "introspection": {"endpoint": "https://id.example.com/introspect", "tokens": "all",
               "clientId": "roost"}}
            """);
    entry.getJsonObject("introspection").put("clientSecret", Secret.of("s3cret"));

    // When
    IssuerConfig config = IssuerConfig.of(entry);

    // Then
    assertThat(config)
        .isEqualTo(
            new IssuerConfig(
                "https://id.example.com",
                Set.of("us", "https://us.example.com"),
                Profile.COMPATIBLE,
                Set.of(SignatureAlgorithm.ES384),
                Optional.empty(),
                Optional.of("https://id.example.com/keys"),
                new Identity(false, "agent", Map.of(ECHO, Set.of("subject-1", "subject-2"))),
                Map.of("client-1", CLIENT),
                Optional.of(
                    new Introspection(
                        Optional.of("https://id.example.com/introspect"),
                        true,
                        "roost",
                        Secret.of("s3cret")))));
    assertThat(config.toString()).doesNotContain("s3cret");
  }
}
