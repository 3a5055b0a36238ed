/**
 * The plugins directory: agents that come as jars, and are replaced while they serve.
 *
 * <p>A jar is picked up when it is complete, copied to a private folder, verified without running
 * its code, loaded by a class loader of its own, deployed with a deadline, probed, and only then
 * put in the place of the generation before it, which is drained and closed. Whatever fails on the
 * way is reported with its reason and changes nothing for the agents that serve.
 *
 * <p>Terms: a <em>candidate</em> is a file as the last scan found it; a <em>generation</em> is one
 * load of a plugin, numbered on the node; a <em>slot</em> is a plugin's id with the generation that
 * serves it. {@link dev.roost.platform.plugin.PluginVerticle} is the door; behind it the manager
 * compares files with slots, the roll-out moves slots to new generations, the deployer brings a
 * generation up and down.
 */
@NullMarked
package dev.roost.platform.plugin;

import org.jspecify.annotations.NullMarked;
