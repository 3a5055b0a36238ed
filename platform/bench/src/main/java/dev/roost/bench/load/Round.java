package dev.roost.bench.load;

import java.util.function.ToDoubleFunction;

/**
 * One measurement of each server, one right after the other.
 *
 * @param base of the server that is compared with
 * @param subject of the server that is looked at
 */
record Round(Measurement base, Measurement subject) {
  double ratio(ToDoubleFunction<Measurement> figure) {
    return figure.applyAsDouble(subject) / figure.applyAsDouble(base);
  }
}
