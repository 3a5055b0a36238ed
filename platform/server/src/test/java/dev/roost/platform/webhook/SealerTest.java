package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roost.spi.Secret;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SealerTest {
  private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private final Sealer sealer = sealer(1);

  private static Sealer sealer(int first) {
    byte[] key = new byte[SealingKey.BYTES];
    key[0] = (byte) first;
    return Sealer.with(SealingKey.of(Secret.of(Base64.getEncoder().encodeToString(key))));
  }

  @Test
  void whatWasSealedIsOpened() {
    // Given
    List<String> texts = List.of("", "x", SECRET, "ä☃\ud83d\ude00", "y".repeat(100_000));

    // When
    List<String> sealed = texts.stream().map(sealer::seal).toList();

    // Then
    assertThat(sealed).allMatch(text -> text.matches("v1\\.[A-Za-z0-9_-]+"));
    assertThat(sealed.stream().map(sealer(1)::open)).isEqualTo(texts);
  }

  @Test
  void theSameTextIsSealedTheSameWayAndOthersDifferently() {
    // Given
    Set<String> nonces = new HashSet<>();

    // When
    IntStream.range(0, 1_000)
        .forEach(i -> nonces.add(sealer.seal("text " + i).substring(0, "v1.".length() + 16)));

    // Then
    assertThat(nonces).hasSize(1_000);
    assertThat(sealer.seal(SECRET)).isEqualTo(sealer.seal(SECRET));
    assertThat(sealer(2).seal(SECRET)).isNotEqualTo(sealer.seal(SECRET));
  }

  @Test
  void anotherKeyDoesNotOpenIt() {
    // Given
    String sealed = sealer.seal(SECRET);

    // When
    Throwable failure = catchThrowable(() -> sealer(2).open(sealed));

    // Then
    assertThat(failure)
        .isInstanceOf(SealException.class)
        .hasMessageContaining("sealed with another key")
        .hasMessageContaining("webhook.sealingKey");
  }

  @Test
  void noBitOfWhatIsSealedCanBeChanged() {
    // Given
    byte[] sealed = Base64.getUrlDecoder().decode(sealer.seal(SECRET).substring("v1.".length()));

    // When
    List<String> changed =
        IntStream.range(0, sealed.length * 8).mapToObj(bit -> flipped(sealed, bit)).toList();

    // Then
    assertThat(changed)
        .allSatisfy(
            text -> assertThatThrownBy(() -> sealer.open(text)).isInstanceOf(SealException.class));
  }

  private static String flipped(byte[] sealed, int bit) {
    byte[] copy = sealed.clone();
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return "v1." + Base64.getUrlEncoder().withoutPadding().encodeToString(copy);
  }

  @Test
  void whatWasNeverSealedIsNotOpened() {
    // Given
    List<String> texts = List.of("", "v1.", "v1.AA", "v1.ä", "v1.=", SECRET, "v2.AAAA");

    // When, Then
    assertThat(texts)
        .allSatisfy(
            text -> assertThatThrownBy(() -> sealer.open(text)).isInstanceOf(SealException.class));
  }

  @Test
  void withoutAKeyItSaysWhatToDo() {
    // Given
    Sealer without = Sealer.without("set webhook.sealingKey");

    // When
    Throwable seal = catchThrowable(() -> without.seal(SECRET));
    Throwable open = catchThrowable(() -> without.open(sealer.seal(SECRET)));

    // Then
    assertThat(List.of(seal, open))
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(SealException.class)
                    .hasMessage("set webhook.sealingKey"));
  }
}
