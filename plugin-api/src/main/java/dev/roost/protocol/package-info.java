/**
 * The ASAP messages: immutable records, their identifiers and states, and the error taxonomy.
 *
 * <p>Nothing here does I/O. Of Vert.x only {@code Buffer} and {@code JsonObject} appear: an object
 * whose keys the protocol leaves open ({@code input}, {@code result}, {@code extensions}) is a
 * {@code JsonObject}. A message travels by reference inside a node, so whoever holds one treats its
 * objects as read-only and copies before changing them.
 *
 * <p>{@link dev.roost.protocol.json} turns the messages into bytes and back. The rules are written
 * down in {@code platform/PROTOCOL.md}.
 */
@NullMarked
package dev.roost.protocol;

import org.jspecify.annotations.NullMarked;
