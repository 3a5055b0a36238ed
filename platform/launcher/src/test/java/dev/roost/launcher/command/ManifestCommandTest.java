package dev.roost.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.manifest.ManifestSigner;
import dev.roost.launcher.command.Cli.Run;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code roost keys} and {@code roost manifest}. */
class ManifestCommandTest {
  private static final String MANIFEST =
      """
      {"id":"urn:asap:agent:echo","name":"Echo","version":"1.0.0","description":"Repeats",
       "capabilities":{"asap_version":"0.1","skills":[]},"endpoints":{"asap":"https://a.example/asap"}}
      """;

  @TempDir private Path directory;

  private Run roost(String... arguments) {
    return new Cli(directory, Map.of()).run(arguments);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  @Test
  void aKeyThatWasMadeSignsWhatItsPublicHalfVerifies() throws IOException {
    // Given
    write("manifest.json", MANIFEST);
    String key = roost("keys", "generate", "--out", "key.pem").out().strip();
    write("signed.json", roost("manifest", "sign", "manifest.json", "--key-file", "key.pem").out());

    // When
    Run verified = roost("manifest", "verify", "signed.json", "--key", key);

    // Then
    assertThat(verified.code()).isZero();
    assertThat(verified.out().strip()).isEqualTo("Verified: urn:asap:agent:echo, signed by " + key);
  }

  @Test
  void aPrivateKeyIsForItsOwnerAndPrintedNowhere() throws IOException {
    // When
    Run made = roost("keys", "generate", "--out", "key.pem", "--json");

    // Then
    Path file = directory.resolve("key.pem");
    ManifestSigner signer = ManifestSigner.of(Files.readString(file));
    assertThat(new JsonObject(made.out()))
        .isEqualTo(
            new JsonObject().put("public_key", signer.key().toString()).put("file", "key.pem"));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aKeyIsNotOverwritten() throws IOException {
    // Given
    write("key.pem", "precious");

    // When
    Run refused = roost("keys", "generate", "--out", "key.pem");

    // Then
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("never overwritten");
    assertThat(directory.resolve("key.pem")).hasContent("precious");
  }

  @Test
  void aChangedDocumentIsNotVerified() throws IOException {
    // Given
    write("manifest.json", MANIFEST);
    roost("keys", "generate", "--out", "key.pem");
    String signed = roost("manifest", "sign", "manifest.json", "--key-file", "key.pem").out();
    write("signed.json", signed.replace("Repeats", "Deletes"));

    // When
    Run refused = roost("manifest", "verify", "signed.json");

    // Then
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("Not verified: the signature is not that of the key");
  }

  @Test
  void whatIsPipedInIsHeldAgainstItsOwnKeyAndSaysSo() throws IOException {
    // Given
    write("manifest.json", MANIFEST);
    roost("keys", "generate", "--out", "key.pem");
    String signed =
        roost(
                "manifest",
                "sign",
                "manifest.json",
                "--key-file",
                "key.pem",
                "--trust-level",
                "enterprise")
            .out();

    // When
    Run person = new Cli(directory, Map.of()).input(signed).run("manifest", "verify", "-");
    Run machine =
        new Cli(directory, Map.of()).input(signed).run("manifest", "verify", "-", "--json");

    // Then
    assertThat(person.out()).contains("a key that came with it: do you know it?");
    assertThat(new JsonObject(machine.out()).getBoolean("trusted")).isFalse();
    assertThat(new JsonObject(machine.out()).getString("trust_level")).isEqualTo("enterprise");
  }

  @Test
  void whatIsAskedForWronglyIsTold() throws IOException {
    // Given
    write("manifest.json", MANIFEST);
    write("open.pem", "x");
    Files.setPosixFilePermissions(
        directory.resolve("open.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    roost("keys", "generate", "--out", "key.pem");

    // When
    Run open = roost("manifest", "sign", "manifest.json", "--key-file", "open.pem");
    Run level =
        roost(
            "manifest", "sign", "manifest.json", "--key-file", "key.pem", "--trust-level", "high");
    Run key = roost("manifest", "verify", "manifest.json", "--key", "AAAA");
    Run plain = roost("manifest", "verify", "manifest.json");
    Run missing = roost("manifest", "verify", "nothing.json");

    // Then
    assertThat(open.code()).isEqualTo(2);
    assertThat(open.err()).contains("chmod 600");
    assertThat(level.code()).isEqualTo(2);
    assertThat(level.err()).contains("there are: self-signed, verified, enterprise");
    assertThat(key.code()).isEqualTo(2);
    assertThat(key.err()).contains("--key is no key: it has 3 bytes, not 32");
    assertThat(plain.code()).isEqualTo(1);
    assertThat(plain.err()).contains("manifest.json is no signed manifest");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("There is no file nothing.json");
  }
}
