package dev.roost.platform.foreign;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A program that the machine brings; a test that needs it fails where it is missing. */
public final class ForeignProgram {
  private static final String SYSTEM_FOLDERS = "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";

  private ForeignProgram() {}

  /**
   * Finds it.
   *
   * @param debianPackage what to install where it is missing
   * @return its path
   */
  public static String find(String name, String debianPackage) {
    String folders = System.getenv("PATH") + File.pathSeparator + SYSTEM_FOLDERS;
    return Stream.of(folders.split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseGet(
            () ->
                fail(
                    "This test needs %s, which is not installed: apt-get install -y %s",
                    name, debianPackage));
  }
}
