package dev.roost.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcFileTest {
  private final ProcFile self = new ProcFile(ProcessHandle.current().pid());

  @Test
  void tellsWhatAProcessCosts() throws Exception {
    assertThat(self.cpuMicros()).isPositive();
    assertThat(self.residentKib()).isGreaterThan(10_000);
  }

  @Test
  void tellsTheCommandLine() throws Exception {
    assertThat(self.command().get(0)).endsWith("java");
  }
}
