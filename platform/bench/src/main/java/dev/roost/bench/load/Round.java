package dev.roost.bench.load;

import java.util.function.ToDoubleFunction;

/** One measurement of each server, one right after the other. */
record Round(Measurement bare, Measurement roost) {
  double ratio(ToDoubleFunction<Measurement> figure) {
    return figure.applyAsDouble(roost) / figure.applyAsDouble(bare);
  }
}
