package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A piece of a message or an artifact; {@code type} on the wire tells which. */
public sealed interface Part {
  /**
   * Text.
   *
   * @param content the text
   */
  record Text(String content) implements Part {
    /** Refuses missing parts. */
    public Text {
      requireNonNull(content, "content");
    }
  }

  /**
   * Structured data.
   *
   * @param data the data
   * @param schemaUri where its schema is
   */
  record Data(JsonObject data, @Nullable String schemaUri) implements Part {
    /** Refuses missing parts. */
    public Data {
      requireNonNull(data, "data");
    }
  }

  /**
   * A file.
   *
   * @param uri where it is; never {@code file://}, never with {@code ..}
   * @param mimeType its type, without parameters
   * @param inlineData its bytes in base 64
   */
  record File(String uri, String mimeType, @Nullable String inlineData) implements Part {
    /** Refuses missing parts. */
    public File {
      requireNonNull(uri, "uri");
      requireNonNull(mimeType, "mimeType");
    }
  }

  /**
   * A resource of the Model Context Protocol.
   *
   * @param resourceUri where it is
   */
  record Resource(String resourceUri) implements Part {
    /** Refuses missing parts. */
    public Resource {
      requireNonNull(resourceUri, "resourceUri");
    }
  }

  /**
   * Text with gaps.
   *
   * @param template the text, with <code>{{name}}</code> for a gap
   * @param variables what goes into the gaps
   */
  record Template(String template, JsonObject variables) implements Part {
    /** Refuses missing parts. */
    public Template {
      requireNonNull(template, "template");
      requireNonNull(variables, "variables");
    }
  }
}
