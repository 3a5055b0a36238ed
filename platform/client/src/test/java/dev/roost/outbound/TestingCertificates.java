package dev.roost.outbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Key stores with certificates that sign themselves, made by the JDK's own tool. */
public final class TestingCertificates {
  /** Of every store. */
  public static final String PASSWORD = "changeit";

  private TestingCertificates() {}

  /**
   * A store in a folder, with one key for each name.
   *
   * @param names alternative names as the tool takes them, such as {@code dns:good.example}
   */
  public static Path store(Path folder, String... names) {
    Path store = folder.resolve("keys-" + System.nanoTime() + ".p12");
    for (int i = 0; i < names.length; i++) {
      run(
          List.of(
              "-genkeypair",
              "-alias",
              "key" + i,
              "-keyalg",
              "EC",
              "-groupname",
              "secp256r1",
              "-dname",
              "CN=" + names[i].substring(names[i].indexOf(':') + 1).replace(":", "-"),
              "-ext",
              "san=" + names[i],
              "-validity",
              "30",
              "-storetype",
              "PKCS12",
              "-storepass",
              PASSWORD,
              "-keystore",
              store.toString()));
    }
    return store;
  }

  private static void run(List<String> arguments) {
    try {
      Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
      List<String> command = new java.util.ArrayList<>(List.of(tool.toString()));
      command.addAll(arguments);
      Path output = Files.createTempFile("keytool", ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("keytool failed: " + Files.readString(output));
      }
      Files.delete(output);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
