package dev.roost.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditChainTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:06Z");

  @Test
  void theHashIsThatOfTheReference() {
    // Given
    JsonObject first = new JsonObject().put("envelope_id", "e1").put("response_id", "r1");
    JsonObject second = new JsonObject().put("response_id", "r2").put("envelope_id", "e2");

    // When
    String hash =
        AuditChain.hash("", Instant.parse("2026-01-02T03:04:05.678901Z"), "task.request", first);

    // Then
    assertThat(hash).isEqualTo("eb852bc0038ae8579a06f8bbda33d85533cedbc79ebdb5ab05153e67f1b992dc");
    assertThat(AuditChain.hash(hash, TIME, "task.request", second))
        .isEqualTo("f871cfc1ef365862e90e550177eef66d0fd1bc4543444108892d661f2bde326b");
  }

  @Test
  void fractionsAreRefused() {
    // Given
    JsonObject details = new JsonObject().put("list", new JsonArray().add(1.5));

    // When
    Runnable hash = () -> AuditChain.hash("", TIME, "op", details);

    // Then
    assertThatIllegalArgumentException().isThrownBy(hash::run).withMessageContaining("Double");
  }

  @Test
  void aChangedMissingOrForeignLineIsFound() {
    // Given
    List<AuditEntry> chain = chain(1_200);
    List<AuditEntry> changed = new ArrayList<>(chain);
    AuditEntry old = chain.get(700);
    changed.set(
        700,
        new AuditEntry(
            old.sequence(),
            old.id(),
            old.timestamp(),
            "other",
            old.agentUrn(),
            old.details(),
            old.prevHash(),
            old.hash()));
    List<AuditEntry> missing = new ArrayList<>(chain);
    missing.remove(499);
    List<AuditEntry> foreign = new ArrayList<>(chain);
    foreign.set(3, chain.get(2));

    // When
    Optional<Long> sound = new TestingAuditStore(chain).verify().result();

    // Then
    assertThat(sound).isEmpty();
    assertThat(new TestingAuditStore(changed).verify().result()).contains(701L);
    assertThat(new TestingAuditStore(missing).verify().result()).contains(500L);
    assertThat(new TestingAuditStore(foreign).verify().result()).contains(4L);
    assertThat(new TestingAuditStore(chain.subList(100, 1_200)).verify().result()).isEmpty();
  }

  @Test
  void aChainWithoutItsBeginningIsFoundWhereItMustBeThere() {
    // Given
    List<AuditEntry> chain = chain(1_200).subList(100, 1_200);

    // When
    AuditChain.Stretch stretch =
        new TestingAuditStore(chain).verify(AuditChain.Link.START, 9_999).result();

    // Then
    assertThat(stretch.broken()).contains(1L);
    assertThat(stretch.complete()).isTrue();
  }

  @Test
  void aLineThatNamesSomebodyElseThanItsDetailsIsNotSound() {
    // Given
    JsonObject details = new JsonObject().put(AuditEntry.AGENT, "urn:a");
    String hash = AuditChain.hash("", TIME, "op", details);

    // When
    AuditEntry forged = new AuditEntry(1, "aud_1", TIME, "op", "urn:b", details, "", hash);

    // Then
    assertThat(forged.isSound()).isFalse();
    assertThat(new AuditEntry(1, "aud_1", TIME, "op", "urn:a", details, "", hash).isSound())
        .isTrue();
  }

  private static List<AuditEntry> chain(int lines) {
    List<AuditEntry> chain = new ArrayList<>();
    String before = "";
    for (int i = 1; i <= lines; i++) {
      JsonObject details = new JsonObject().put("i", i);
      String hash = AuditChain.hash(before, TIME, "op", details);
      chain.add(new AuditEntry(i, "aud_" + i, TIME, "op", "urn:a", details, before, hash));
      before = hash;
    }
    return chain;
  }

  /** A log that is what it was given. */
  private record TestingAuditStore(List<AuditEntry> lines) implements AuditStore {
    @Override
    public Future<AuditEntry> append(String operation, String agentUrn, JsonObject details) {
      return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public Future<List<AuditEntry>> append(List<AuditLine> more) {
      return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public Future<Long> lastSequence() {
      return Future.succeededFuture(lines.get(lines.size() - 1).sequence());
    }

    @Override
    public Future<List<AuditEntry>> query(Query query, int limit, int offset) {
      return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public Future<List<AuditEntry>> read(long after, int limit) {
      return Future.succeededFuture(lines.stream().skip(firstBehind(after)).limit(limit).toList());
    }

    private long firstBehind(long after) {
      return lines.stream().takeWhile(line -> line.sequence() <= after).count();
    }
  }
}
