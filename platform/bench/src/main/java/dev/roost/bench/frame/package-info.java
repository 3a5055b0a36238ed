/**
 * WebSocket as its client sees it, in bytes: {@link dev.roost.bench.frame.Handshake} asks, {@link
 * dev.roost.bench.frame.FrameWriter} writes, {@link dev.roost.bench.frame.FrameReader} reads. It
 * knows the little that our two servers send, and shares no code with the platform: a client that
 * measures must cost less than what it measures.
 */
@NullMarked
package dev.roost.bench.frame;

import org.jspecify.annotations.NullMarked;
