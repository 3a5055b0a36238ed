package dev.roost.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
  /** From RFC 8785, appendix B, and of our own. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "4.9E-324, 5e-324",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "9007199254740992, 9007199254740992",
    "295147905179352830000, 295147905179352830000",
    "9.999999999999997E22, 9.999999999999997e+22",
    "1E23, 1e+23",
    "1.0000000000000001E23, 1.0000000000000001e+23",
    "999999999999999700000, 999999999999999700000",
    "1E21, 1e+21",
    "9.999999999999997E-7, 9.999999999999997e-7",
    "0.000001, 0.000001",
    "333333333.3333332, 333333333.3333332",
    "-0.0000033333333333333333, -0.0000033333333333333333",
    "1424953923781206.2, 1424953923781206.2",
    "2.0E-3, 0.002",
    "12.5, 12.5"
  })
  void numbersAreEcmaScripts(double number, String text) {
    assertThat(CanonicalJson.number(number)).isEqualTo(text);
  }

  @Test
  void keysAreSortedByTheirUnitsAndTextsEscapedWhereTheyMustBe() {
    // Given
    JsonObject object =
        new JsonObject(
            """
            { "\\u20ac": "Euro", "\\r": "CR", "1": [ true, null, 1.50, 7 ],
              "\\ud83d\\ude02": "smiley", "\\ufb33": "dalet",
              "a": "\\u000f\\n\\"\\\\\\/\\u00e9" }
            """);

    // When
    String text = new String(CanonicalJson.write(object), StandardCharsets.UTF_8);

    // Then
    assertThat(text)
        .isEqualTo(
            "{\"\\r\":\"CR\",\"1\":[true,null,1.5,7],\"a\":\"\\u000f\\n\\\"\\\\/\u00e9\","
                + "\"\u20ac\":\"Euro\",\"\ud83d\ude02\":\"smiley\",\"\ufb33\":\"dalet\"}");
  }
}
