package dev.roost.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The program h2spec, as it comes inside an artifact of Maven. */
final class H2SpecProgram {
  private static final String VERSION = "2.2.0";
  private static final int BLOCK = 512;
  private static final long PATIENCE_MINUTES = 5;

  private final Path folder;

  /**
   * @param folder where it may write
   */
  H2SpecProgram(Path folder) {
    this.folder = folder;
  }

  /**
   * One of its cases.
   *
   * @param name its section and what it does
   * @param passed whether the server did what it should
   */
  record Case(String name, boolean passed) {}

  /** Runs all cases against a port of this machine that speaks TLS. */
  List<Case> run(int port) throws Exception {
    Path report = folder.resolve("report.xml");
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                program().toString(),
                "-t",
                "-k",
                "-p",
                String.valueOf(port),
                "-j",
                report.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("h2spec did not end: " + Files.readString(output));
    }
    if (Files.notExists(report)) {
      throw new AssertionError("h2spec wrote no report: " + Files.readString(output));
    }
    return cases(report);
  }

  private Path program() throws IOException {
    String archive = "/h2spec/" + VERSION + "/h2spec_" + system() + "_amd64.tar.gz";
    try (InputStream packed = H2SpecProgram.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new AssertionError(archive + " is not on the class path; run: mvn verify -Pinterop");
      }
      Path program = folder.resolve("h2spec");
      unpack(new GZIPInputStream(packed), program);
      return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name;
  }

  /** The first file of a tar archive; there is only one. */
  private static void unpack(InputStream tar, Path target) throws IOException {
    byte[] header = tar.readNBytes(BLOCK);
    long size = Long.parseLong(new String(header, 124, 11, "US-ASCII").strip(), 8);
    Files.write(target, tar.readNBytes(Math.toIntExact(size)));
  }

  private static List<Case> cases(Path report) throws Exception {
    NodeList found =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      Element element = (Element) found.item(i);
      String name = element.getAttribute("package") + " " + element.getAttribute("classname");
      cases.add(new Case(name, !holds(element, "failure") && !holds(element, "error")));
    }
    return cases;
  }

  private static boolean holds(Node element, String name) {
    return ((Element) element).getElementsByTagName(name).getLength() > 0;
  }
}
