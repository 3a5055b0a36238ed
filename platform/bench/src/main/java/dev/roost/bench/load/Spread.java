package dev.roost.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The lowest, the middle and the highest of some figures. The middle of an even number of figures
 * is the mean of the two in the middle.
 */
record Spread(double min, double median, double max) {
  static Spread of(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Spread(sorted.get(0), median, sorted.get(size - 1));
  }

  static <T> Spread of(List<T> rows, ToDoubleFunction<T> figure) {
    return of(rows.stream().map(figure::applyAsDouble).toList());
  }

  String text(int decimals) {
    String format = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, format + " - **" + format + "** - " + format, min, median, max);
  }
}
