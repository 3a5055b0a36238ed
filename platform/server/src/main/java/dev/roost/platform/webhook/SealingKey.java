package dev.roost.platform.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.roost.spi.Secret;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Where the key of the {@link Sealer} comes from. It is in no text made of it. */
public final class SealingKey {
  /** How long it is. */
  public static final int BYTES = 32;

  private static final String FORM = "base64 of 32 random bytes, such as openssl rand -base64 32";
  private static final int MAX_FILE_BYTES = 256;
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private final byte[] bytes;

  private SealingKey(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The key that the configuration names.
   *
   * @throws SealException if it is none
   */
  public static SealingKey of(Secret configured) {
    return parse(configured.reveal(), "webhook.sealingKey is not " + FORM);
  }

  private static SealingKey parse(String text, String problem) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.strip());
      if (bytes.length == BYTES) {
        return new SealingKey(bytes);
      }
    } catch (IllegalArgumentException e) {
      // told below, without what was there
    }
    throw new SealException(problem, null);
  }

  /**
   * The key in a file, which is made at the first time; blocks.
   *
   * @throws SealException if it cannot be made or read, is open to others, or holds no key
   */
  public static SealingKey in(Path file) {
    try {
      if (Files.notExists(file)) {
        make(file);
      }
      checkPrivate(file);
      return parse(read(file), "The file " + file + " is not what was written to it; put it back");
    } catch (IOException e) {
      throw new SealException(
          "Cannot keep the key for secrets of webhooks in "
              + file
              + "; make its folder writable, or set webhook.sealingKey",
          e);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.size(file) > MAX_FILE_BYTES ? "" : Files.readString(file, US_ASCII);
  }

  /** Whole or not at all: it gets its name when it is written. */
  private static void make(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "webhook", ".key", ownerOnly(folder));
    try {
      byte[] fresh = new byte[BYTES];
      new SecureRandom().nextBytes(fresh);
      String text = Base64.getEncoder().encodeToString(fresh) + "\n";
      Files.writeString(draft, text, US_ASCII, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      Files.move(draft, file);
    } catch (FileAlreadyExistsException e) {
      // another process was first; its key holds
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void checkPrivate(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && !OWNER.containsAll(view.readAttributes().permissions())) {
      throw new SealException(
          "The file " + file + " is open to others than its owner; run: chmod 600 " + file, null);
    }
  }
}
