/**
 * The databases that the platform keeps its state in, each a {@link dev.roost.spi.StateBackend}.
 * {@link dev.roost.platform.state.MemoryBackend} is bounded and ends with the process.
 */
@NullMarked
package dev.roost.platform.state;

import org.jspecify.annotations.NullMarked;
