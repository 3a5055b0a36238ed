package dev.roost.protocol;

/** An enum constant that the protocol spells in its own way. */
public interface WireName {
  /** The exact spelling on the wire. */
  String wireName();
}
