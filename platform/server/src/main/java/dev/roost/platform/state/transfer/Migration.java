package dev.roost.platform.state.transfer;

import dev.roost.spi.StateBackend;
import dev.roost.spi.StateKind;
import dev.roost.spi.StateRow;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes everything from one database to another, and looks whether it arrived. */
public final class Migration {
  private final StateBackend from;
  private final StateBackend to;
  private final Bookmark bookmark;
  private final Progress progress;

  /**
   * Nobody else may use the two meanwhile.
   *
   * @param file where it is noted how far it is
   * @param name from where to where, without secrets
   */
  public Migration(StateBackend from, StateBackend to, Path file, String name, Progress progress) {
    this.from = from;
    this.to = to;
    this.bookmark = new Bookmark(file, name);
    this.progress = progress;
  }

  /**
   * Begins, or goes on where a run before this one broke off.
   *
   * @return what there is now
   * @throws TransferException if something is in the way, or did not arrive
   */
  public Map<StateKind, KindTotal> run() {
    Optional<Bookmark.Place> place = bookmark.read();
    if (place.isEmpty()) {
      Pages.checkEmpty(to);
      bookmark.write(StateKind.TASKS, "");
    }
    StateKind first = place.map(Bookmark.Place::kind).orElse(StateKind.TASKS);
    for (StateKind kind : StateKind.values()) {
      if (kind.compareTo(first) >= 0) {
        String after = kind == first ? place.map(Bookmark.Place::key).orElse("") : "";
        copy(kind, after);
      }
    }
    Map<StateKind, KindTotal> totals = verify();
    bookmark.delete();
    return totals;
  }

  private void copy(StateKind kind, String after) {
    long[] rows = {0};
    Pages.read(
        from,
        kind,
        after,
        page -> {
          Pages.write(to, kind, page);
          bookmark.write(kind, lastKey(page));
          rows[0] += page.size();
          progress.at(kind, rows[0]);
        });
  }

  private static String lastKey(List<StateRow> page) {
    return page.get(page.size() - 1).key();
  }

  private Map<StateKind, KindTotal> verify() {
    Map<StateKind, KindTotal> totals = new EnumMap<>(StateKind.class);
    for (StateKind kind : StateKind.values()) {
      KindTotal source = Pages.total(from, kind);
      KindTotal target = Pages.total(to, kind);
      if (!source.equals(target)) {
        throw new TransferException(
            "%s did not arrive as they were: %d rows (%s) here, %d (%s) there; was one of the two in use? Empty the target, delete the note of the progress and run it again"
                .formatted(
                    kind.label(),
                    source.rows(),
                    source.checksum().substring(0, 12),
                    target.rows(),
                    target.checksum().substring(0, 12)),
            null);
      }
      totals.put(kind, target);
    }
    return totals;
  }
}
