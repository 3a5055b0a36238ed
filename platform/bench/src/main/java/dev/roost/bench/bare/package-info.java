/**
 * The server that Roost is measured against: Vert.x and a JSON parser, with the least that answers
 * the same request by the same answer. It shares no code with the platform.
 */
@NullMarked
package dev.roost.bench.bare;

import org.jspecify.annotations.NullMarked;
