/**
 * A database of one's own, as small as it can be: tables in memory, and a file to which each group
 * of changes is appended before it is answered. {@code platform/STATE.md} tells about it.
 */
@NullMarked
package dev.example.journal;

import org.jspecify.annotations.NullMarked;
