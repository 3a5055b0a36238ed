package dev.roost.launcher.command;

import dev.roost.client.manifest.ManifestSigner;
import dev.roost.launcher.OperationFailedException;
import dev.roost.launcher.Surroundings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code roost keys}. */
@Command(
    name = "keys",
    description = "Makes keys that sign manifests.",
    synopsisSubcommandLabel = "COMMAND")
public final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? There is: keys generate");
  }

  /** {@code roost keys generate}. */
  @Command(
      name = "generate",
      description = {
        "Makes a key, Ed25519: the private half goes into a new file that only its owner can read,"
            + " the public half is printed.",
        "discovery.signingKey names the private half; whoever verifies gets the public one."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  roost keys generate --out conf/signing-key.pem",
        "  roost run --set 'discovery.signingKey=${file:conf/signing-key.pem}'"
      })
  public static final class GenerateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
        names = {"-o", "--out"},
        paramLabel = "FILE",
        required = true,
        description = "Where the private half goes: a file that does not exist yet.")
    private Path out;

    @Spec private CommandSpec spec;

    /** For {@code surroundings}. */
    public GenerateCommand(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      ManifestSigner signer = ManifestSigner.generate();
      write(surroundings.directory().resolve(out), signer.toPem());
      Console console = Console.of(spec);
      String key = signer.key().toString();
      if (console.json()) {
        console.print(new JsonObject().put("public_key", key).put("file", out.toString()));
      } else {
        console.print(key);
      }
      return 0;
    }

    private static void write(Path file, String pem) {
      try (FileChannel channel =
          FileChannel.open(
              file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
        channel.write(StandardCharsets.US_ASCII.encode(pem));
        channel.force(true);
      } catch (FileAlreadyExistsException e) {
        throw new OperationFailedException(
            "There is a file " + file + " already; a key is never overwritten");
      } catch (IOException e) {
        throw new OperationFailedException("Cannot write " + file + ": " + e);
      }
    }

    private static FileAttribute<?>[] ownerOnly() {
      return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];
    }
  }
}
