/** The agent of the measurement with slow readers; it runs in the platform that is measured. */
@NullMarked
package dev.roost.bench.streams;

import org.jspecify.annotations.NullMarked;
