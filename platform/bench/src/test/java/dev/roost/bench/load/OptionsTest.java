package dev.roost.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static final Path HOME = Path.of("/checkout");

  @Test
  void defaults() {
    // When
    Options options = Options.parse(List.of(), HOME);

    // Then
    assertThat(options)
        .isEqualTo(
            new Options(
                Options.Mode.ALL,
                9,
                3,
                20,
                50,
                2_000,
                5,
                10_000,
                180,
                500,
                10_000,
                256,
                Optional.empty(),
                Optional.empty(),
                HOME));
  }

  @Test
  void everythingCanBeChanged() {
    // When
    String all =
        "--mode paced --rounds 2 --seconds 4 --warmup 6 --connections 8 --rate 10 --starts 12"
            + " --idle 100 --hold 7 --deaf 5 --tokens 400 --writers 16 --before other --profile recordings";
    Options options = Options.parse(List.of(all.split(" ")), HOME);

    // Then
    assertThat(options)
        .isEqualTo(
            new Options(
                Options.Mode.PACED,
                2,
                4,
                6,
                8,
                10,
                12,
                100,
                7,
                5,
                400,
                16,
                Optional.of(Path.of("other")),
                Optional.of(Path.of("recordings")),
                HOME));
  }

  @ParameterizedTest
  @CsvSource({
    "--rounds 0, --rounds is a number from 1 to 1000",
    "--seconds many, --seconds is a number from 1 to 600",
    "--connections, --connections is a number",
    "--mode fast, '--mode is load, paced, start, streams, websocket, idle, deaf, auth, durable or all'",
    "--profile, --profile needs a directory",
    "--colour red, There is no option --colour"
  })
  void faultsAreNamed(String arguments, String message) {
    assertThatThrownBy(() -> Options.parse(List.of(arguments.split(" ")), HOME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
