/**
 * The JSON codec: bytes straight into typed messages and back.
 *
 * <p>Each message has one {@link dev.roost.protocol.json.Shape}, a table of its fields; reading,
 * writing and fault-finding all follow from it. {@link dev.roost.protocol.json.JsonRpcReader} is
 * the entry for requests, {@link dev.roost.protocol.json.JsonRpcWriter} for answers, {@link
 * dev.roost.protocol.json.Codec} for everything else.
 *
 * <p>Reading accepts what the protocol's reference accepts ({@code "5"} for 5, {@code 1} for true)
 * and finds all faults, not the first. Writing emits one canonical form: UTC timestamps, and either
 * the {@linkplain dev.roost.protocol.json.Profile#MINIMAL minimal} or the {@linkplain
 * dev.roost.protocol.json.Profile#FULL full} set of keys.
 */
@NullMarked
package dev.roost.protocol.json;

import org.jspecify.annotations.NullMarked;
