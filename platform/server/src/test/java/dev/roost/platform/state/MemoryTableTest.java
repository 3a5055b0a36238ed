package dev.roost.platform.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryTableTest {
  private static MemoryTable tableOf(Table name, String... keys) {
    MemoryTable table = new MemoryTable(name);
    for (String key : keys) {
      table.set(key, new Value.Text("v"));
    }
    return table;
  }

  private static List<String> keys(MemoryTable table) {
    return List.copyOf((table.isInOrder() ? table.values() : table.ordered()).keySet());
  }

  @ParameterizedTest
  @EnumSource(
      value = Table.class,
      names = {"CLAIM_ORDER", "CLAIMS", "TASKS"})
  void keysAreInOrderHoweverTheyCame(Table name) {
    // Given
    MemoryTable table = tableOf(name, "1", "2", "4");

    // When
    table.set("3", new Value.Text("v"));

    // Then
    assertThat(keys(table)).containsExactly("1", "2", "3", "4");
    assertThat(table.first()).isEqualTo("1");
  }

  @Test
  void aQueueStaysOneWhileKeysComeBehindAndGoFromTheFront() {
    // Given
    MemoryTable table = tableOf(Table.CLAIM_ORDER, "1", "2");

    // When
    table.set("1", null);
    table.set("3", new Value.Text("v"));

    // Then
    assertThat(table.isInOrder()).isTrue();
    assertThat(keys(table)).containsExactly("2", "3");
    assertThat(table.first()).isEqualTo("2");
  }

  @Test
  void aQueueKnowsThatWhatLeftWasBehindWhatComes() {
    // Given
    MemoryTable table = tableOf(Table.CLAIM_ORDER, "1", "5");
    table.set("5", null);

    // When
    table.set("3", new Value.Text("v"));

    // Then
    assertThat(keys(table)).containsExactly("1", "3");
  }

  @Test
  void nothingIsFirstWhereNothingIs() {
    // When
    String first = tableOf(Table.CLAIM_RUNNING).first();

    // Then
    assertThat(first).isNull();
  }
}
