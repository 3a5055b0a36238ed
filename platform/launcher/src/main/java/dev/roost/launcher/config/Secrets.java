package dev.roost.launcher.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what {@code ${env:NAME}} and {@code ${file:path}} stand for. */
public final class Secrets {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(env:[A-Za-z_][A-Za-z0-9_]*|file:[^}]+)\\}");
  private static final long MAX_BYTES = 64 << 10;
  private static final Set<PosixFilePermission> OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Map<String, String> environment;
  private final Path home;

  Secrets(Map<String, String> environment, Path home) {
    this.environment = environment;
    this.home = home;
  }

  /**
   * What a reference on a command line stands for.
   *
   * @param home where relative paths start from
   * @throws UnresolvedException if it is not there or not safe, saying what to do
   */
  public static String resolve(String reference, Map<String, String> environment, Path home) {
    return new Secrets(environment, home).resolve(reference);
  }

  /** Whether a text is a reference. */
  public static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  /**
   * What {@code reference} stands for.
   *
   * @throws UnresolvedException if it is not there or not safe, saying what to do
   */
  String resolve(String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    if (!matcher.matches()) {
      throw new UnresolvedException("not a reference");
    }
    String target = matcher.group(1);
    return target.startsWith("env:")
        ? variable(target.substring("env:".length()))
        : file(home.resolve(target.substring("file:".length())));
  }

  private String variable(String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new UnresolvedException("the environment variable " + name + " is not set");
    }
    return value;
  }

  /**
   * What a file of one secret holds.
   *
   * @throws UnresolvedException if it is not there or not safe, saying what to do
   */
  public static String file(Path file) {
    try {
      checkPrivate(file);
      if (Files.size(file) > MAX_BYTES) {
        throw new UnresolvedException("the file " + file + " is larger than 64 KiB");
      }
      String value = Files.readString(file).stripTrailing();
      if (value.isEmpty()) {
        throw new UnresolvedException("the file " + file + " is empty");
      }
      return value;
    } catch (NoSuchFileException e) {
      throw new UnresolvedException("there is no file " + file);
    } catch (CharacterCodingException e) {
      throw new UnresolvedException("the file " + file + " is not UTF-8 text");
    } catch (IOException e) {
      throw new UnresolvedException("cannot read the file " + file + ": " + e);
    }
  }

  private static void checkPrivate(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && !OWNER.containsAll(view.readAttributes().permissions())) {
      throw new UnresolvedException(
          "the file " + file + " is open to others than its owner; run: chmod 600 " + file);
    }
  }

  /** A reference leads nowhere. */
  public static final class UnresolvedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnresolvedException(String message) {
      super(message);
    }
  }
}
