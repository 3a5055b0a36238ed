package dev.roost.client.webhook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What users are told of webhooks. */
final class WebhookDocs {
  private static final Path PAGE =
      Path.of(System.getProperty("roost.root"), "platform", "docs", "webhooks.md");

  private WebhookDocs() {}

  /** The first block of a language. */
  static String block(String language) throws IOException {
    Pattern fence =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    Matcher found = fence.matcher(Files.readString(PAGE));
    if (!found.find()) {
      throw new AssertionError(PAGE + " has no block in " + language);
    }
    return found.group(1);
  }
}
