package dev.roost.platform.state.transfer;

import dev.roost.spi.StateBackend;
import dev.roost.spi.StateKind;
import dev.roost.spi.StateRow;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database as a file of JSON lines: a head, the rows kind by kind in the order of their keys, and
 * an end with counts and checksums. A file without its end was cut short.
 */
public final class StateFile {
  private static final String FORMAT = "roost_state";
  private static final int VERSION = 1;
  private static final String KIND = "kind";
  private static final String END = "end";

  private final Path file;
  private final Progress progress;

  /** A file, read or written. */
  public StateFile(Path file, Progress progress) {
    this.file = file;
    this.progress = progress;
  }

  /**
   * Writes a new file, readable for its owner only.
   *
   * @throws TransferException if it is there already, or something fails
   */
  public Map<StateKind, KindTotal> write(StateBackend from) {
    try {
      Files.createFile(file, ownerOnly());
      try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        return write(from, out);
      }
    } catch (FileAlreadyExistsException e) {
      throw new TransferException(file + " is there already; choose another name", e);
    } catch (IOException e) {
      throw new TransferException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private Map<StateKind, KindTotal> write(StateBackend from, BufferedWriter out)
      throws IOException {
    line(out, new JsonObject().put(FORMAT, VERSION));
    Map<StateKind, KindTotal> totals = new EnumMap<>(StateKind.class);
    for (StateKind kind : StateKind.values()) {
      totals.put(kind, write(from, kind, out));
    }
    JsonObject end = new JsonObject();
    totals.forEach((kind, total) -> end.put(kind.label(), total.toJson()));
    line(out, new JsonObject().put(END, end));
    return totals;
  }

  private KindTotal write(StateBackend from, StateKind kind, BufferedWriter out) {
    RowDigest digest = new RowDigest();
    long[] rows = {0};
    Pages.read(
        from,
        kind,
        "",
        page -> {
          for (StateRow row : page) {
            digest.add(row);
            row(out, kind, row);
          }
          rows[0] += page.size();
          progress.at(kind, rows[0]);
        });
    return digest.total();
  }

  private void row(BufferedWriter out, StateKind kind, StateRow row) {
    try {
      line(
          out,
          new JsonObject().put(KIND, kind.label()).put("key", row.key()).put("value", row.value()));
    } catch (IOException e) {
      throw new TransferException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void line(BufferedWriter out, JsonObject line) throws IOException {
    out.write(line.encode());
    out.write('\n');
  }

  /**
   * Reads a file into an empty database. The file is checked as a whole before anything is written.
   *
   * @throws TransferException if the file is not whole, or the database not empty
   */
  public Map<StateKind, KindTotal> read(StateBackend to) {
    Map<StateKind, KindTotal> totals = pass((kind, rows) -> {});
    Pages.checkEmpty(to);
    pass((kind, rows) -> Pages.write(to, kind, rows));
    totals.forEach(
        (kind, total) -> {
          if (!Pages.total(to, kind).equals(total)) {
            throw new TransferException(
                kind.label() + " did not arrive as they were; empty the target and try again",
                null);
          }
        });
    return totals;
  }

  /** What is done with the rows of a page. */
  @FunctionalInterface
  private interface Taker {
    void take(StateKind kind, List<StateRow> rows);
  }

  private Map<StateKind, KindTotal> pass(Taker taker) {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return new Pass(taker).run(in);
    } catch (IOException e) {
      throw new TransferException("Cannot read " + file + ": " + e, e);
    }
  }

  /** One reading of the file. */
  private final class Pass {
    private final Taker taker;
    private final Map<StateKind, RowDigest> digests = new EnumMap<>(StateKind.class);
    private final List<StateRow> page = new ArrayList<>();
    private @Nullable StateKind current;
    private long number;

    private Pass(Taker taker) {
      this.taker = taker;
      for (StateKind kind : StateKind.values()) {
        digests.put(kind, new RowDigest());
      }
    }

    private Map<StateKind, KindTotal> run(BufferedReader in) throws IOException {
      if (!Integer.valueOf(VERSION).equals(next(in).getValue(FORMAT))) {
        throw fault("is no export of this version; it begins with {\"roost_state\":1}");
      }
      while (true) {
        JsonObject line = next(in);
        if (line.getValue(END) instanceof JsonObject end) {
          flush();
          return check(end);
        }
        take(line);
      }
    }

    private JsonObject next(BufferedReader in) throws IOException {
      number++;
      String text = in.readLine();
      if (text == null) {
        throw fault("is cut short: the end is missing");
      }
      try {
        return new JsonObject(text);
      } catch (DecodeException e) {
        throw fault("is no JSON object");
      }
    }

    private void take(JsonObject line) {
      StateKind kind =
          StateKind.of(String.valueOf(line.getValue(KIND)))
              .orElseThrow(() -> fault("is of no known kind: " + line.getValue(KIND)));
      if (!(line.getValue("key") instanceof String key)
          || !(line.getValue("value") instanceof JsonObject value)) {
        throw fault("has no key or no value");
      }
      if (kind != current || page.size() == Pages.SIZE) {
        flush();
      }
      current = kind;
      StateRow row = new StateRow(key, value);
      digests.computeIfAbsent(kind, none -> new RowDigest()).add(row);
      page.add(row);
    }

    private void flush() {
      if (current != null && !page.isEmpty()) {
        taker.take(current, List.copyOf(page));
      }
      page.clear();
    }

    /** A file of an older release does not tell of what came later, and has none of it. */
    private Map<StateKind, KindTotal> check(JsonObject end) {
      Map<StateKind, KindTotal> totals = new EnumMap<>(StateKind.class);
      digests.forEach((kind, digest) -> totals.put(kind, digest.total()));
      totals.forEach(
          (kind, total) -> {
            JsonObject told = end.getJsonObject(kind.label());
            boolean same = told == null ? total.rows() == 0 : KindTotal.of(told).equals(total);
            if (!same) {
              throw fault("says other " + kind.label() + " than are in the file: it was changed");
            }
          });
      return totals;
    }

    private TransferException fault(String what) {
      return new TransferException(file + ", line " + number + " " + what, null);
    }
  }
}
