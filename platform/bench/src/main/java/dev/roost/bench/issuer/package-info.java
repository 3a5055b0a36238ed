/**
 * An identity provider for measurements, with keys of its own: it gives tokens to a client over
 * HTTP, and any number of them at once to the benchmark itself.
 */
@NullMarked
package dev.roost.bench.issuer;

import org.jspecify.annotations.NullMarked;
