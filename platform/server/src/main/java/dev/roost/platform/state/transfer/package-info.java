/**
 * Takes state from one database to another, or to a file and back. For commands: everything here
 * blocks.
 */
@NullMarked
package dev.roost.platform.state.transfer;

import org.jspecify.annotations.NullMarked;
