package dev.roost.client.manifest;

import dev.roost.protocol.WireName;

/** What the signer of a manifest claims to be. No signature covers the claim. */
public enum TrustLevel implements WireName {
  /** The agent's own key. */
  SELF_SIGNED("self-signed"),
  /** The key of somebody who checked the agent. */
  VERIFIED("verified"),
  /** The key of an organisation. */
  ENTERPRISE("enterprise");

  private final String wireName;

  TrustLevel(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
