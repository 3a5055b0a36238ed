/**
 * The cluster that a node belongs to: who its nodes are, and how this one joins and leaves. A node
 * without a cluster is one that knows itself alone; it loads nothing of Hazelcast.
 *
 * <p>Terms: a <em>node</em> is one platform process. Its <em>name</em> is short, made anew for each
 * process and never used again, so what a name stands for is there or gone for good.
 */
@NullMarked
package dev.roost.platform.cluster;

import org.jspecify.annotations.NullMarked;
