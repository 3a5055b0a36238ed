package dev.roost.platform.plugin;

import java.nio.file.Path;

/**
 * A plugin that may be loaded.
 *
 * @param descriptor what it says about itself
 * @param copy the platform's own copy of the jar; the plugins directory may change at any time
 * @param sha256 of the copy, in hexadecimal digits
 */
record VerifiedPlugin(PluginDescriptor descriptor, Path copy, String sha256) {
  String id() {
    return descriptor.id();
  }
}
