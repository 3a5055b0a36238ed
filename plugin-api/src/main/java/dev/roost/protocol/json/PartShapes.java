package dev.roost.protocol.json;

import static dev.roost.protocol.json.JsonTypes.OBJECT;
import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.of;
import static dev.roost.protocol.json.JsonTypes.oneOf;
import static dev.roost.protocol.json.JsonTypes.where;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.protocol.Part;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tables of the parts, told apart by their {@code type}. */
final class PartShapes {
  static final JsonType<Part> PART = of(PartShapes::read, PartShapes::write);

  private static final Pattern MIME_TYPE = Pattern.compile("[a-z0-9-]+/[a-z0-9.+\\-]+");
  private static final Pattern BASE_64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
  private static final Map<String, Shape<? extends Part>> BY_TYPE = byType();

  private PartShapes() {}

  private static @Nullable Part read(JsonInput in) {
    if (in.token() != JsonToken.START_OBJECT) {
      in.fault(
          "model_attributes_type",
          "Input should be a valid dictionary or object to extract fields from");
      in.skip();
      return null;
    }
    JsonTokens.Slice slice = in.capture();
    String tag = findTag(in.resume(slice));
    if (tag == null) {
      in.fault("union_tag_not_found", "Unable to extract tag using discriminator 'type'");
      return null;
    }
    Shape<? extends Part> shape = BY_TYPE.get(tag);
    if (shape == null) {
      in.fault(
          "union_tag_invalid",
          "Input tag found using 'type' does not match any of the expected tags: 'text', 'data', 'file', 'resource', 'template'");
      return null;
    }
    JsonInput.Outcome<? extends Part> part = in.resume(slice).readApart(shape);
    in.faultsBehind(tag, part.faults());
    return part.value();
  }

  private static @Nullable String findTag(JsonInput in) {
    while (in.next() == JsonToken.FIELD_NAME) {
      boolean found = in.name().equals("type");
      in.next();
      if (found) {
        return in.token() == JsonToken.VALUE_STRING ? in.string() : null;
      }
      in.skip();
    }
    return null;
  }

  private static void write(JsonOutput out, Part part) {
    if (part instanceof Part.Text) {
      writeAs("text", out, part);
    } else if (part instanceof Part.Data) {
      writeAs("data", out, part);
    } else if (part instanceof Part.File) {
      writeAs("file", out, part);
    } else if (part instanceof Part.Resource) {
      writeAs("resource", out, part);
    } else {
      writeAs("template", out, part);
    }
  }

  @SuppressWarnings("unchecked")
  private static <P extends Part> void writeAs(String type, JsonOutput out, Part part) {
    ((Shape<P>) BY_TYPE.get(type)).write(out, (P) part);
  }

  private static Map<String, Shape<? extends Part>> byType() {
    Map<String, Shape<? extends Part>> shapes = new LinkedHashMap<>();
    shapes.put("text", text());
    shapes.put("data", data());
    shapes.put("file", file());
    shapes.put("resource", resource());
    shapes.put("template", template());
    return shapes;
  }

  private static <P extends Part> Shape.Builder<P> part(String name, String type) {
    Shape.Builder<P> shape = Shape.of(name);
    shape.required("type", oneOf(type), part -> type);
    return shape;
  }

  private static Shape<Part.Text> text() {
    Shape.Builder<Part.Text> shape = part("TextPart", "text");
    var content = shape.required("content", STRING, Part.Text::content);
    return shape.build(v -> new Part.Text(v.get(content)));
  }

  private static Shape<Part.Data> data() {
    Shape.Builder<Part.Data> shape = part("DataPart", "data");
    var data = shape.required("data", OBJECT, Part.Data::data);
    var schemaUri = shape.optional("schema_uri", STRING, Part.Data::schemaUri);
    return shape.build(v -> new Part.Data(v.get(data), v.get(schemaUri)));
  }

  private static Shape<Part.File> file() {
    Shape.Builder<Part.File> shape = part("FilePart", "file");
    var uri = shape.required("uri", where(STRING, PartShapes::checkUri), Part.File::uri);
    var mimeType =
        shape.required("mime_type", where(STRING, PartShapes::checkMimeType), Part.File::mimeType);
    var inlineData =
        shape.optional(
            "inline_data", where(STRING, PartShapes::checkBase64), Part.File::inlineData);
    return shape.build(v -> new Part.File(v.get(uri), v.get(mimeType), v.get(inlineData)));
  }

  private static Shape<Part.Resource> resource() {
    Shape.Builder<Part.Resource> shape = part("ResourcePart", "resource");
    var uri = shape.required("resource_uri", STRING, Part.Resource::resourceUri);
    return shape.build(v -> new Part.Resource(v.get(uri)));
  }

  private static Shape<Part.Template> template() {
    Shape.Builder<Part.Template> shape = part("TemplatePart", "template");
    var template = shape.required("template", STRING, Part.Template::template);
    var variables = shape.required("variables", OBJECT, Part.Template::variables);
    return shape.build(v -> new Part.Template(v.get(template), v.get(variables)));
  }

  private static void checkUri(String uri, JsonInput in) {
    if (uri.contains("..")) {
      in.fault(
          "value_error",
          "Value error, URI must not contain path traversal (..)",
          ": '" + uri + "'");
    } else if (uri.strip().toLowerCase(Locale.ROOT).startsWith("file://")) {
      in.fault(
          "value_error",
          "Value error, file:// URIs are not allowed for security (path traversal risk)");
    }
  }

  private static void checkMimeType(String mimeType, JsonInput in) {
    if (!MIME_TYPE.matcher(mimeType.toLowerCase(Locale.ROOT)).matches()) {
      in.fault("value_error", "Value error, Invalid MIME type format", ": " + mimeType);
    }
  }

  private static void checkBase64(String data, JsonInput in) {
    String problem = null;
    if (!BASE_64.matcher(data).matches()) {
      problem = "Only base64 data is allowed";
    } else if (data.length() % 4 != 0) {
      problem = "Incorrect padding";
    }
    if (problem != null) {
      in.fault("value_error", "Value error, inline_data must be valid base64: " + problem);
    }
  }
}
