/**
 * The load benchmark: {@link dev.roost.bench.load.LoadBench} starts a bare Vert.x server and Roost
 * as processes, puts the same load on each in turn, and prints what a request costs.
 *
 * <p>Terms: a <em>round</em> is one short measurement of each server, so that both meet the same
 * mood of the machine; a <em>ratio</em> is Roost's figure divided by the bare server's of the same
 * round.
 */
@NullMarked
package dev.roost.bench.load;

import org.jspecify.annotations.NullMarked;
