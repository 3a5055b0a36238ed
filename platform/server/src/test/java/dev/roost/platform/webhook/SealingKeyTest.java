package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeyTest {
  private static final Secret CONFIGURED =
      Secret.of(Base64.getEncoder().encodeToString(new byte[SealingKey.BYTES]));

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("work/webhook.key");
  }

  private static EndpointConfig config(Secret key) {
    return EndpointConfig.of(new JsonObject().put("sealingKey", key).put("rotationHours", 24));
  }

  @Test
  void theFileIsMadeOnceForItsOwnerOnly() throws Exception {
    // Given
    String sealed = Sealer.with(SealingKey.in(file())).seal("secret");

    // When
    Sealer later = Sealer.with(SealingKey.in(file()));

    // Then
    assertThat(later.open(sealed)).isEqualTo("secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder.resolve("work"))) {
      assertThat(files).containsExactly(file());
    }
    assertThat(SealingKey.in(folder.resolve("other.key")).bytes())
        .isNotEqualTo(SealingKey.in(file()).bytes());
  }

  @Test
  void manyWhoMakeTheFileAtOnceHaveTheSameKey() {
    // When
    List<String> keys =
        IntStream.range(0, 32)
            .parallel()
            .mapToObj(i -> Base64.getEncoder().encodeToString(SealingKey.in(file()).bytes()))
            .toList();

    // Then
    assertThat(keys).containsOnly(keys.get(0));
  }

  @Test
  void aFileThatIsNotWhatWasWrittenIsRefused() throws Exception {
    // Given
    SealingKey.in(file());
    String written = Files.readString(file());

    // When
    Throwable cut = refusal(written.substring(0, 20));
    Throwable foreign = refusal("my notes");
    Throwable empty = refusal("");
    Throwable large = refusal("A".repeat(1 << 20));

    // Then
    assertThat(List.of(cut, foreign, empty, large))
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(SealException.class)
                    .hasMessageContaining(file().toString())
                    .hasMessageContaining("put it back"));
  }

  private Throwable refusal(String content) throws Exception {
    Files.writeString(file(), content);
    return catchThrowable(() -> SealingKey.in(file()));
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws Exception {
    // Given
    SealingKey.in(file());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

    // When
    Throwable failure = catchThrowable(() -> SealingKey.in(file()));

    // Then
    assertThat(failure).isInstanceOf(SealException.class).hasMessageContaining("chmod 600");
  }

  @Test
  void aFolderThatCannotBeMadeIsTold() throws Exception {
    // Given
    Path notAFolder = Files.createFile(folder.resolve("file"));

    // When
    Throwable failure = catchThrowable(() -> SealingKey.in(notAFolder.resolve("webhook.key")));

    // Then
    assertThat(failure)
        .isInstanceOf(SealException.class)
        .hasMessageContaining("or set webhook.sealingKey");
  }

  @Test
  void whereNoFileCanBeMadeOnlyWhoNeedsTheKeyIsTold() throws Exception {
    // Given
    Path notAFolder = Files.createFile(folder.resolve("file"));
    EndpointConfig nothing = new EndpointConfig(Optional.empty(), Duration.ofHours(1));

    // When
    Sealer sealer = nothing.sealer("memory", notAFolder.resolve("webhook.key"));

    // Then
    assertThat(catchThrowable(() -> sealer.seal("secret")))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("or set webhook.sealingKey");
  }

  @Test
  void theConfiguredKeyComesBeforeTheFile() {
    // Given
    String sealed = config(CONFIGURED).sealer("redis", file()).seal("secret");

    // When
    String opened = config(CONFIGURED).sealer("sqlite", folder.resolve("other")).open(sealed);

    // Then
    assertThat(opened).isEqualTo("secret");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aConfiguredKeyOfAnotherLengthIsRefusedAndNotShown() {
    // When
    Throwable shorter = catchThrowable(() -> config(Secret.of("c2hvcnQ=")).sealer("x", file()));
    Throwable other = catchThrowable(() -> config(Secret.of("%my key%")).sealer("x", file()));

    // Then
    assertThat(List.of(shorter, other))
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(SealException.class)
                    .hasMessageContaining("webhook.sealingKey is not base64 of 32 random bytes")
                    .hasMessageNotContainingAny("c2hvcnQ", "my key")
                    .hasNoCause());
  }

  @Test
  void nodesThatShareADatabaseNeedAConfiguredKey() {
    // Given
    EndpointConfig nothing = new EndpointConfig(Optional.empty(), Duration.ofHours(1));

    // When
    Sealer sealer = nothing.sealer("redis", file());

    // Then
    assertThat(catchThrowable(() -> sealer.seal("secret")))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("set webhook.sealingKey");
    assertThat(file()).doesNotExist();
    assertThat(nothing.sealer("sqlite", file()).seal("secret")).startsWith("v1.");
  }
}
