package dev.roost.protocol.json;

import static dev.roost.protocol.json.JsonTypes.BOOLEAN;
import static dev.roost.protocol.json.JsonTypes.OBJECT;
import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.listOf;
import static dev.roost.protocol.json.JsonTypes.numberBetween;
import static dev.roost.protocol.json.JsonTypes.oneOf;
import static dev.roost.protocol.json.JsonTypes.stringUpTo;

import dev.roost.protocol.Capability;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.HardwareCapability;
import dev.roost.protocol.InferenceCapability;
import dev.roost.protocol.Skill;
import java.util.List;

/** The tables of what an agent can do: its skills, its hardware, the models it runs. */
final class CapabilityShapes {
  private static final int MAX_MODEL_LENGTH = 100;

  private CapabilityShapes() {}

  static Shape<Capability> capability() {
    Shape.Builder<Capability> shape = Shape.of("Capability");
    var version =
        shape
            .defaulted("asap_version", STRING, Envelope.PROTOCOL_VERSION, Capability::asapVersion)
            .always();
    var skills =
        shape.defaulted("skills", listOf(skill(), 0), List.of(), Capability::skills).always();
    var persistence =
        shape.defaulted("state_persistence", BOOLEAN, false, Capability::statePersistence);
    var streaming = shape.defaulted("streaming", BOOLEAN, false, Capability::streaming);
    var tools = shape.defaulted("mcp_tools", listOf(STRING, 0), List.of(), Capability::mcpTools);
    var hardware = shape.optional("hardware", hardware(), Capability::hardware);
    var inference = shape.optional("inference", inference(), Capability::inference);
    return shape.build(
        v ->
            new Capability(
                v.get(version),
                v.get(skills),
                v.get(persistence),
                v.get(streaming),
                v.get(tools),
                v.get(hardware),
                v.get(inference)));
  }

  private static Shape<Skill> skill() {
    Shape.Builder<Skill> shape = Shape.of("Skill");
    var id = shape.required("id", STRING, Skill::id);
    var description = shape.required("description", STRING, Skill::description);
    var input = shape.optional("input_schema", OBJECT, Skill::inputSchema);
    var output = shape.optional("output_schema", OBJECT, Skill::outputSchema);
    return shape.build(v -> new Skill(v.get(id), v.get(description), v.get(input), v.get(output)));
  }

  private static Shape<HardwareCapability> hardware() {
    Shape.Builder<HardwareCapability> shape = Shape.of("HardwareCapability");
    var kind =
        shape.optional(
            "class",
            oneOf("cloud", "sbc", "edge_accelerator", "microcontroller", "desktop"),
            HardwareCapability::kind);
    shape.alias("class_", kind);
    var model = shape.optional("model", stringUpTo(MAX_MODEL_LENGTH), HardwareCapability::model);
    JsonType<String> port =
        oneOf(
            "gpio",
            "i2c",
            "spi",
            "uart",
            "csi_camera",
            "usb_camera",
            "audio_in",
            "audio_out",
            "bluetooth",
            "lora",
            "ble");
    var io = shape.defaulted("io", listOf(port, 0), List.of(), HardwareCapability::io);
    return shape.build(v -> new HardwareCapability(v.get(kind), v.get(model), v.get(io)));
  }

  private static Shape<InferenceCapability> inference() {
    Shape.Builder<InferenceCapability> shape = Shape.of("InferenceCapability");
    JsonType<String> mode = oneOf("cloud", "local_cpu", "local_cuda", "local_metal", "local_npu");
    var modes = shape.defaulted("modes", listOf(mode, 0), List.of(), InferenceCapability::modes);
    var models =
        shape.defaulted(
            "local_models", listOf(localModel(), 0), List.of(), InferenceCapability::localModels);
    return shape.build(v -> new InferenceCapability(v.get(modes), v.get(models)));
  }

  private static Shape<InferenceCapability.LocalModel> localModel() {
    Shape.Builder<InferenceCapability.LocalModel> shape = Shape.of("LocalModel");
    var id = shape.optional("id", STRING, InferenceCapability.LocalModel::id);
    var quantization =
        shape.optional("quantization", STRING, InferenceCapability.LocalModel::quantization);
    var throughput =
        shape.optional(
            "throughput_tokens_per_second",
            numberBetween(0, Double.POSITIVE_INFINITY),
            InferenceCapability.LocalModel::throughputTokensPerSecond);
    return shape.build(
        v -> new InferenceCapability.LocalModel(v.get(id), v.get(quantization), v.get(throughput)));
  }
}
