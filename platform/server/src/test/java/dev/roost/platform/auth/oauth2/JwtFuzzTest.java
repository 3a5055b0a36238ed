package dev.roost.platform.auth.oauth2;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Whatever the token, its header and its claims: it is refused as such, and nothing else. */
class JwtFuzzTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String ISSUER = "https://id.example.com";
  private static final KeySet KEYS = KeySet.of(TestingTokens.published());

  private final JwtVerifier verifier =
      new JwtVerifier(TestingIssuers.of(ISSUER, Profile.COMPATIBLE), CLOCK);
  private final ClaimRules rules =
      new ClaimRules(TestingIssuers.of(ISSUER, Profile.COMPATIBLE), CLOCK);

  @FuzzTest(maxDuration = "60s")
  void failsOnlyByRefusing(FuzzedDataProvider data) {
    boolean whole = data.consumeBoolean();
    String header = data.consumeString(data.consumeInt(0, 200));
    String rest = data.consumeRemainingAsString();
    String token =
        whole
            ? header + rest
            : TestingTokens.encode(header) + "." + TestingTokens.encode(rest) + ".AAAA";
    try {
      Jwt parsed = Jwt.parse(token);
      rulesOnly(parsed);
      verifier.verify(parsed, KEYS);
    } catch (TokenRefusedException refused) {
      return;
    }
    throw new AssertionError("accepted without a signature: " + token);
  }

  /** As if the signature were right. */
  private void rulesOnly(Jwt parsed) {
    try {
      rules.check(parsed.claims());
    } catch (TokenRefusedException refused) {
      // as it may be
    }
  }
}
