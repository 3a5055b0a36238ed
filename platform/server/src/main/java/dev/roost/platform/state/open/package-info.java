/** Opens the database that a configuration names, whichever it is. */
@NullMarked
package dev.roost.platform.state.open;

import org.jspecify.annotations.NullMarked;
