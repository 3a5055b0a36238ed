package dev.roost.platform.state;

import java.util.Optional;

/** What stands behind a key in the heap. */
sealed interface Value {
  /** As it would be in a database. */
  String text();

  /** About how many bytes it takes. */
  long weight();

  /** The thing that it is; empty if it is none. */
  default <T> Optional<T> as(Table table, String key, RowForm<T> form) {
    return Seal.open(table, key, text()).map(form::read);
  }

  /** A text. */
  record Text(String text) implements Value {
    @Override
    public long weight() {
      return text.length();
    }
  }

  /** A thing that becomes a text for whoever asks for one. */
  record Thing<T>(T thing, RowForm<T> form, long weight) implements Value {
    @Override
    public String text() {
      return Seal.close(form.write(thing));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S> Optional<S> as(Table table, String key, RowForm<S> wanted) {
      return wanted == form ? Optional.of((S) thing) : Value.super.as(table, key, wanted);
    }
  }
}
