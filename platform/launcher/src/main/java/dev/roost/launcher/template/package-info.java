/**
 * The project that {@code roost new agent} writes: complete, built by {@code mvn package}, its jar
 * ready for the plugins directory. The files stand as resources beside this package, with {@code
 * @name@} where something is filled in.
 */
@NullMarked
package dev.roost.launcher.template;

import org.jspecify.annotations.NullMarked;
