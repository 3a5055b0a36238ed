package dev.roost.launcher.command;

import dev.roost.launcher.OperationFailedException;
import dev.roost.launcher.Surroundings;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.InvalidMessageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** Which document a command is about. */
final class ManifestFile {
  private static final int MAX_BYTES = 1 << 20;

  @Parameters(paramLabel = "FILE", description = "The document; - for what is piped in.")
  private String file;

  /** What is in it. */
  <T> T read(Codec<T> codec, Surroundings surroundings, String kind) {
    byte[] text = text(surroundings);
    try {
      return codec.read(text);
    } catch (InvalidJsonException | InvalidMessageException e) {
      throw new OperationFailedException(
          Table.harmless(file + " is no " + kind + ": " + e.getMessage()));
    }
  }

  private byte[] text(Surroundings surroundings) {
    try (InputStream in = open(surroundings)) {
      byte[] text = in.readNBytes(MAX_BYTES + 1);
      if (text.length > MAX_BYTES) {
        throw new OperationFailedException(file + " is larger than 1 MiB");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw new OperationFailedException("There is no file " + file);
    } catch (IOException e) {
      throw new OperationFailedException("Cannot read " + file + ": " + e);
    }
  }

  private InputStream open(Surroundings surroundings) throws IOException {
    return "-".equals(file)
        ? surroundings.input()
        : Files.newInputStream(surroundings.directory().resolve(Path.of(file)));
  }
}
