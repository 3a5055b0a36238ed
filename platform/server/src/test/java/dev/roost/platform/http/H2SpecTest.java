package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What h2spec says of the server. */
@Tag("interop")
class H2SpecTest {
  private static final int CASES = 145;
  private static final int LEAST = 142;

  /**
   * Netty answers these by another error than the standard names, or ignores what it should end the
   * connection for. A change here is to be understood before it is written down.
   */
  private static final String[] KNOWN = {
    "http2/5.1 half closed (remote): Sends a HEADERS frame",
    "http2/5.1 closed: Sends a HEADERS frame",
    "http2/5.1.1 Sends stream identifier that is numerically smaller than previous"
  };

  @TempDir private Path folder;

  @Test
  void allButTheKnownCasesPass() throws Exception {
    try (TestNode node = TestNode.with().tls(TestCertificate.create().writeTo(folder)).start()) {
      // When
      List<H2SpecProgram.Case> cases = new H2SpecProgram(folder).run(node.binding().actualPort());

      // Then
      List<String> failed =
          cases.stream().filter(one -> !one.passed()).map(H2SpecProgram.Case::name).toList();
      assertThat(cases).hasSize(CASES);
      assertThat(failed).containsExactlyInAnyOrder(KNOWN);
      assertThat(cases).filteredOn(H2SpecProgram.Case::passed).hasSizeGreaterThanOrEqualTo(LEAST);
    }
  }
}
