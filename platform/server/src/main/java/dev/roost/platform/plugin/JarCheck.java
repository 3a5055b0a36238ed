package dev.roost.platform.plugin;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Verifies a plugin's jar without running its code. */
final class JarCheck {
  static final int MAX_ENTRIES = 20_000;

  /** A jar of classes shrinks to a third or so; a hundredth is a trap. */
  static final int MAX_RATIO = 100;

  private static final int MAX_MANIFEST_BYTES = 1024 * 1024;
  private static final String INDEX = "META-INF/INDEX.LIST";
  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*");
  private static final Pattern VERSIONED = Pattern.compile("^META-INF/versions/[0-9]+/");
  private static final List<String> FORBIDDEN_ATTRIBUTES =
      List.of("Class-Path", "Launcher-Agent-Class", "Premain-Class", "Agent-Class");
  private static final List<String> SHARED_FOLDERS =
      PluginClassLoader.SHARED.stream().map(prefix -> prefix.replace('.', '/')).toList();

  private final Path jar;
  private final Set<String> names = new HashSet<>();

  private JarCheck(Path jar) {
    this.jar = jar;
  }

  /**
   * Reads the whole jar.
   *
   * @return what it says about itself
   * @throws PluginException if it cannot be a plugin
   */
  static PluginDescriptor verify(Path jar) throws IOException {
    return new JarCheck(jar).run();
  }

  private PluginDescriptor run() throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.size() > MAX_ENTRIES) {
        throw new PluginException("has " + zip.size() + " entries, at most " + MAX_ENTRIES);
      }
      checkEntries(zip);
      checkManifests(zip);
      PluginDescriptor descriptor = descriptor(zip);
      descriptor.main().forEach(this::checkMain);
      return descriptor;
    } catch (ZipException | EOFException e) {
      throw PluginException.incomplete("truncated or not a jar (" + e.getMessage() + ")");
    }
  }

  private void checkEntries(ZipFile zip) throws IOException {
    long budget = (Files.size(jar) + 1024) * MAX_RATIO;
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      checkName(entry.getName());
      budget -= readThrough(zip, entry, budget);
    }
  }

  private void checkName(String name) {
    if (name.isEmpty()
        || name.startsWith("/")
        || name.indexOf('\\') >= 0
        || name.indexOf('\0') >= 0
        || DRIVE.matcher(name).matches()
        || List.of(name.split("/")).contains("..")) {
      throw new PluginException("has an entry with a bad name: " + printable(name));
    }
    if (!names.add(name)) {
      throw new PluginException("has two entries named " + printable(name));
    }
    String path = VERSIONED.matcher(name).replaceFirst("");
    for (String shared : SHARED_FOLDERS) {
      if (path.startsWith(shared) && path.endsWith(".class")) {
        throw new PluginException(
            "brings "
                + printable(name)
                + ", but "
                + shared.replace('/', '.')
                + "* comes from the platform; leave it out of the jar (Maven: scope provided)");
      }
    }
  }

  /** A jar that was cut or damaged has entries that do not inflate to what their check sum says. */
  private static long readThrough(ZipFile zip, ZipEntry entry, long budget) throws IOException {
    CRC32 crc = new CRC32();
    byte[] chunk = new byte[16_384];
    long size = 0;
    try (InputStream in = zip.getInputStream(entry)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        size += n;
        if (size > budget) {
          throw new PluginException("inflates to more than " + MAX_RATIO + " times its size");
        }
        crc.update(chunk, 0, n);
      }
    }
    if (entry.getCrc() >= 0 && entry.getCrc() != crc.getValue()) {
      throw PluginException.incomplete(
          "truncated or not a jar (" + printable(entry.getName()) + " has a wrong check sum)");
    }
    return size;
  }

  /** The Java runtime finds a manifest however its name is written. */
  private void checkManifests(ZipFile zip) throws IOException {
    for (String name : names) {
      if (name.equalsIgnoreCase(JarFile.MANIFEST_NAME)) {
        checkManifest(zip, zip.getEntry(name));
      } else if (name.equalsIgnoreCase(INDEX)) {
        throw new PluginException(
            "has "
                + INDEX
                + ", which names other jars; a plugin is one jar with all that it needs");
      }
    }
  }

  private static void checkManifest(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] text = in.readNBytes(MAX_MANIFEST_BYTES + 1);
      if (text.length > MAX_MANIFEST_BYTES) {
        throw new PluginException("has a manifest larger than " + MAX_MANIFEST_BYTES + " bytes");
      }
      Attributes main = new Manifest(new ByteArrayInputStream(text)).getMainAttributes();
      for (String name : FORBIDDEN_ATTRIBUTES) {
        if (main.getValue(name) != null) {
          throw new PluginException(
              "has " + name + " in its manifest; a plugin is one jar with all that it needs");
        }
      }
    }
  }

  private static PluginDescriptor descriptor(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(PluginDescriptor.PATH);
    if (entry == null) {
      throw new PluginException("has no " + PluginDescriptor.PATH);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] text = in.readNBytes(PluginDescriptor.MAX_BYTES + 1);
      if (text.length > PluginDescriptor.MAX_BYTES) {
        throw new PluginException(
            PluginDescriptor.PATH + " is larger than " + PluginDescriptor.MAX_BYTES + " bytes");
      }
      return DescriptorReader.read(text);
    }
  }

  private void checkMain(String main) {
    if (!names.contains(main.replace('.', '/') + ".class")) {
      throw new PluginException("the main class " + main + " is not in the jar");
    }
  }

  private static String printable(String name) {
    String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
    StringBuilder text = new StringBuilder();
    for (char c : shown.toCharArray()) {
      text.append(c < ' ' || c > '~' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
    }
    return text.toString();
  }
}
