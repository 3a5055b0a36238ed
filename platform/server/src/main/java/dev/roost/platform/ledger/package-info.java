/**
 * What is written down of calls that have ended: what tasks used, and who did what. Whoever ends a
 * call leaves a small record in a bounded queue; a thread of this room writes them in batches.
 */
@NullMarked
package dev.roost.platform.ledger;

import org.jspecify.annotations.NullMarked;
