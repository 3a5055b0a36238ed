/**
 * Tasks that outlive the process: many at once put through their life in a database, as event loops
 * would.
 */
@NullMarked
package dev.roost.bench.durable;

import org.jspecify.annotations.NullMarked;
