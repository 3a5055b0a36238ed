package dev.roost.launcher.command;

import dev.roost.client.manifest.InvalidSignatureException;
import dev.roost.client.manifest.ManifestKey;
import dev.roost.client.manifest.ManifestSigner;
import dev.roost.client.manifest.SignedManifest;
import dev.roost.client.manifest.TrustLevel;
import dev.roost.launcher.OperationFailedException;
import dev.roost.launcher.Surroundings;
import dev.roost.launcher.config.Secrets;
import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roost manifest}. */
@Command(
    name = "manifest",
    description = "Signs manifests, and verifies signed ones.",
    synopsisSubcommandLabel = "COMMAND")
public final class ManifestCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command? There are: manifest sign, manifest verify");
  }

  /** {@code roost manifest sign}. */
  @Command(
      name = "sign",
      description = "Signs a manifest and prints the signed document.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  roost manifest sign manifest.json --key-file signing-key.pem > signed.json",
      })
  public static final class SignCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Mixin private final ManifestFile document = new ManifestFile();

    @Option(
        names = "--key-file",
        paramLabel = "FILE",
        required = true,
        description =
            "The private key, PEM or the seed in base 64, in a file that only its owner can read.")
    private Path keyFile;

    @Option(
        names = "--trust-level",
        paramLabel = "LEVEL",
        defaultValue = "self-signed",
        description =
            "What the document claims: self-signed (default), verified or enterprise. The"
                + " signature does not cover it.")
    private String trust;

    @Spec private CommandSpec spec;

    /** For {@code surroundings}. */
    public SignCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      TrustLevel level = level();
      ManifestSigner signer = signer();
      try {
        SignedManifest signed =
            signer.sign(document.read(Codec.MANIFEST, surroundings, "manifest"), level);
        Console.of(spec).print(new JsonObject(SignedManifest.CODEC.write(signed)));
        return 0;
      } catch (IllegalArgumentException e) {
        throw new OperationFailedException("This manifest cannot be signed: " + e.getMessage());
      }
    }

    private TrustLevel level() {
      return Arrays.stream(TrustLevel.values())
          .filter(level -> level.wireName().equals(trust))
          .findFirst()
          .orElseThrow(
              () ->
                  new ParameterException(
                      spec.commandLine(),
                      "--trust-level is "
                          + trust
                          + "; there are: "
                          + Arrays.stream(TrustLevel.values())
                              .map(TrustLevel::wireName)
                              .collect(Collectors.joining(", "))));
    }

    private ManifestSigner signer() {
      try {
        return ManifestSigner.of(Secrets.file(surroundings.directory().resolve(keyFile)));
      } catch (Secrets.UnresolvedException | IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--key-file: " + e.getMessage());
      }
    }
  }

  /** {@code roost manifest verify}. */
  @Command(
      name = "verify",
      description = {
        "Says whether a signed manifest bears the signature of a key that you trust.",
        "Without --key it is held against the key in the document: that says only that whoever"
            + " made the document has that key."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  roost manifest verify signed.json --key JJ0i6Gk0F2hkUC4aqWFwHNZ6gGRSCONH2e6HwNqCSr0=",
        "  curl -s https://agents.example.com/.well-known/asap/manifest.json | roost manifest"
            + " verify -",
        "",
        "Exit codes: 0 (it does), 1 (it does not)"
      })
  public static final class VerifyCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Mixin private final ManifestFile document = new ManifestFile();

    @Option(
        names = "--key",
        paramLabel = "KEY",
        description =
            "The public key that you trust: 32 bytes in base 64, as keys generate prints.")
    private @Nullable String key;

    @Spec private CommandSpec spec;

    /** For {@code surroundings}. */
    public VerifyCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      List<ManifestKey> trusted = key == null ? List.of() : List.of(trusted(key));
      SignedManifest signed = document.read(SignedManifest.CODEC, surroundings, "signed manifest");
      try {
        ManifestKey signer = trusted.isEmpty() ? embedded(signed) : trusted.get(0);
        signed.verify(signer);
        show(signed, signer, !trusted.isEmpty());
        return 0;
      } catch (InvalidSignatureException e) {
        throw new OperationFailedException("Not verified: " + e.getMessage());
      }
    }

    private ManifestKey trusted(String text) {
      try {
        return ManifestKey.of(text);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--key is no key: " + e.getMessage());
      }
    }

    private static ManifestKey embedded(SignedManifest signed) throws InvalidSignatureException {
      return signed
          .embeddedKey()
          .orElseThrow(
              () -> new OperationFailedException("There is no key in the document; give --key"));
    }

    private void show(SignedManifest signed, ManifestKey signer, boolean trusted) {
      Console console = Console.of(spec);
      String agent = signed.manifest().id().value();
      if (console.json()) {
        console.print(
            new JsonObject()
                .put("agent", agent)
                .put("public_key", signer.toString())
                .put("trusted", trusted)
                .put("trust_level", signed.signature().trustLevel().wireName()));
      } else {
        console.print(
            "Verified: "
                + agent
                + ", signed by "
                + signer
                + (trusted ? "" : ", a key that came with it: do you know it?"));
      }
    }
  }
}
