/** What operators look at: metrics, health, readiness, and the management API on its own port. */
@NullMarked
package dev.roost.platform.ops;

import org.jspecify.annotations.NullMarked;
