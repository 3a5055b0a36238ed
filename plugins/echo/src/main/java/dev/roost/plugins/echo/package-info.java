/**
 * The protocol's default agent: whatever is asked of it, it repeats. A pattern for agents of your
 * own.
 */
@NullMarked
package dev.roost.plugins.echo;

import org.jspecify.annotations.NullMarked;
