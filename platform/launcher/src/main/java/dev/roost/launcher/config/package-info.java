/**
 * The platform's configuration: one JSON file, laid over by environment variables and {@code --set}
 * options, checked as a whole against the JSON schema {@code conf/platform.schema.json}, which is
 * also the only place where defaults stand.
 *
 * <p>{@link dev.roost.launcher.config.ConfigLoader} is the way in; it answers a {@link
 * dev.roost.launcher.config.PlatformConfig} or fails with every {@link
 * dev.roost.launcher.config.ConfigError} at once.
 *
 * <p>Terms: a <em>pointer</em> is a JSON pointer into the configuration; a <em>source</em> says
 * where a value came from, such as {@code conf/platform.json:12} or {@code --set}; a
 * <em>reference</em> stands for a secret, {@code ${env:NAME}} or {@code ${file:path}}.
 */
@NullMarked
package dev.roost.launcher.config;

import org.jspecify.annotations.NullMarked;
