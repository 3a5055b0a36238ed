package dev.roost.launcher.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a trace of system calls says about a server whose client sends one request after the other:
 * whether everything that was written to the log of the database was on disk when an answer went
 * out.
 */
final class SyncOrder {
  private static final String LOG = "roost.db-wal>";
  private static final Pattern SYNC = Pattern.compile("\\b(fdatasync|fsync)\\(");
  private static final Pattern SYNCED = Pattern.compile("\\b(fdatasync|fsync)(\\(| resumed).*= 0$");
  private static final Pattern ANSWER =
      Pattern.compile("\\b(write|writev|sendto|sendmsg)\\(.*\"HTTP/1\\.1 200");

  private int unsynced;
  private int covered;
  private boolean syncing;
  private int syncs;
  private int answers;
  private int early;
  private int leastSyncs = Integer.MAX_VALUE;

  private SyncOrder() {}

  static SyncOrder of(Path trace) throws IOException {
    SyncOrder order = new SyncOrder();
    List<String> lines = Files.readAllLines(trace);
    lines.forEach(order::take);
    return order;
  }

  private void take(String line) {
    if (line.contains("pwrite64(") && line.contains(LOG)) {
      unsynced++;
    } else if (SYNC.matcher(line).find() && line.contains(LOG)) {
      syncing = true;
      covered = unsynced;
      synced(line);
    } else if (line.contains("resumed")) {
      synced(line);
    } else if (ANSWER.matcher(line).find()) {
      answered();
    }
  }

  private void synced(String line) {
    if (syncing && SYNCED.matcher(line).find()) {
      syncing = false;
      unsynced -= covered;
      syncs++;
    }
  }

  private void answered() {
    answers++;
    early += syncing || unsynced > 0 ? 1 : 0;
    leastSyncs = Math.min(leastSyncs, syncs);
    syncs = 0;
  }

  /** How many answers went out. */
  int answers() {
    return answers;
  }

  /** How many went out while something was not on disk yet. */
  int answersBeforeSync() {
    return early;
  }

  /** How often the log was brought to disk between two answers, at least. */
  int leastSyncs() {
    return leastSyncs;
  }
}
