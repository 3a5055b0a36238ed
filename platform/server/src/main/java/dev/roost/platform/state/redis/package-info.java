/**
 * State that several nodes share, by Redis 6 or later: one server, or one with replicas behind it,
 * but no Redis Cluster.
 *
 * <p>A table is two keys: {@code roost:<table>} is a hash of its rows, {@code roost:<table>:keys} a
 * sorted set of their keys, all with score 0. A transaction looks, collects what it changes, and
 * ends by one script: that compares what was seen with what is there now, and changes all of it or
 * nothing. What met a change of another node is done again.
 *
 * <p>It is durable if Redis waits for its disk ({@code appendonly yes}, {@code appendfsync
 * always}).
 */
@NullMarked
package dev.roost.platform.state.redis;

import org.jspecify.annotations.NullMarked;
