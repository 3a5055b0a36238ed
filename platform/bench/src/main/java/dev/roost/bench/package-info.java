/**
 * What the platform costs: {@link dev.roost.bench.load} measures the whole server against a bare
 * one, {@link dev.roost.bench.micro} single steps of the road. Nothing depends on this module, and
 * no test of the build asserts a time.
 *
 * <p>Here lives what both share: the one request that is sent, about 700 bytes of JSON-RPC.
 */
@NullMarked
package dev.roost.bench;

import org.jspecify.annotations.NullMarked;
