package dev.roost.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How URLs are read and written. */
class HttpUrlTest {
  static List<UrlCase> readable() {
    return UrlListTest.all().stream().filter(row -> !row.expected().equals("deny")).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readable")
  void whatIsWrittenIsReadAsTheSame(UrlCase row) {
    // Given
    HttpUrl url = HttpUrl.parse(row.url());

    // When
    HttpUrl again = HttpUrl.parse(url.toString());

    // Then
    assertThat(again).isEqualTo(url);
    assertThat(URI.create(url.toString()).getHost()).isEqualTo(url.bracketedHost());
  }

  @ParameterizedTest
  @CsvSource({
    "https://Good.Example, https://good.example/",
    "https://good.example:443/a?b, https://good.example/a?b",
    "http://good.example:80, http://good.example/",
    "http://good.example:443, http://good.example:443/",
    "https://[2606:4700::1]:8443, https://[2606:4700:0:0:0:0:0:1]:8443/",
    "https://münchen.example/, https://xn--mnchen-3ya.example/",
    "http://localhost:8080/agents/echo, http://localhost:8080/agents/echo",
  })
  void oneFormIsWritten(String text, String written) {
    // When
    HttpUrl url = HttpUrl.parse(text);

    // Then
    assertThat(url).hasToString(written);
  }

  @Test
  void theReasonRepeatsNothingOfTheText() {
    // When, Then
    assertThatThrownBy(() -> HttpUrl.parse("https://user:secret@good.example/"))
        .isInstanceOfSatisfying(
            InvalidUrlException.class,
            invalid -> {
              assertThat(invalid.reason()).doesNotContain("secret");
              assertThat(invalid.getStackTrace()).isEmpty();
            });
  }
}
