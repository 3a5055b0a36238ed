package dev.roost.protocol.json;

import static dev.roost.protocol.json.JsonTypes.BOOLEAN;
import static dev.roost.protocol.json.JsonTypes.INSTANT;
import static dev.roost.protocol.json.JsonTypes.OBJECT;
import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.URN;
import static dev.roost.protocol.json.JsonTypes.atLeast;
import static dev.roost.protocol.json.JsonTypes.between;
import static dev.roost.protocol.json.JsonTypes.listOf;

import dev.roost.protocol.Agent;
import dev.roost.protocol.Artifact;
import dev.roost.protocol.Conversation;
import dev.roost.protocol.Message;
import dev.roost.protocol.StateSnapshot;
import dev.roost.protocol.Task;

/** The tables of the entities other than the manifest. */
final class EntityShapes {
  private EntityShapes() {}

  static Shape<Agent> agent() {
    Shape.Builder<Agent> shape = Shape.of("Agent");
    var id = shape.required("id", URN, Agent::id);
    var uri = shape.required("manifest_uri", STRING, Agent::manifestUri);
    var capabilities = shape.required("capabilities", listOf(STRING, 1), Agent::capabilities);
    return shape.build(v -> new Agent(v.get(id), v.get(uri), v.get(capabilities)));
  }

  static Shape<Conversation> conversation() {
    Shape.Builder<Conversation> shape = Shape.of("Conversation");
    var id = shape.required("id", STRING, Conversation::id);
    var participants =
        shape.required("participants", listOf(STRING, 1), Conversation::participants);
    var createdAt = shape.required("created_at", INSTANT, Conversation::createdAt);
    var metadata = shape.optional("metadata", conversationMetadata(), Conversation::metadata);
    return shape.build(
        v -> new Conversation(v.get(id), v.get(participants), v.get(createdAt), v.get(metadata)));
  }

  private static Shape<Conversation.Metadata> conversationMetadata() {
    Shape.Builder<Conversation.Metadata> shape = Shape.of("CommonMetadata");
    var purpose = shape.optional("purpose", STRING, Conversation.Metadata::purpose);
    var ttl = shape.optional("ttl_hours", atLeast(1), Conversation.Metadata::ttlHours);
    var source = shape.optional("source", STRING, Conversation.Metadata::source);
    var timestamp = shape.optional("timestamp", STRING, Conversation.Metadata::timestamp);
    var tags = shape.optional("tags", listOf(STRING, 0), Conversation.Metadata::tags);
    return shape.build(
        v ->
            new Conversation.Metadata(
                v.get(purpose), v.get(ttl), v.get(source), v.get(timestamp), v.get(tags)));
  }

  static Shape<Task> task() {
    Shape.Builder<Task> shape = Shape.of("Task");
    var id = shape.required("id", STRING, Task::id);
    var conversationId = shape.required("conversation_id", STRING, Task::conversationId);
    var parentTaskId = shape.optional("parent_task_id", STRING, Task::parentTaskId);
    var status = shape.required("status", TaskShapes.STATUS, Task::status);
    var depth = shape.defaulted("depth", between(0, Task.MAX_DEPTH), 0L, Task::depth);
    var progress = shape.optional("progress", OBJECT, Task::progress);
    var createdAt = shape.required("created_at", INSTANT, Task::createdAt);
    var updatedAt = shape.required("updated_at", INSTANT, Task::updatedAt);
    return shape.build(
        v ->
            new Task(
                v.get(id),
                v.get(conversationId),
                v.get(parentTaskId),
                v.get(status),
                v.get(depth),
                v.get(progress),
                v.get(createdAt),
                v.get(updatedAt)));
  }

  static Shape<Message> message() {
    Shape.Builder<Message> shape = Shape.of("Message");
    var id = shape.required("id", STRING, Message::id);
    var taskId = shape.required("task_id", STRING, Message::taskId);
    var sender = shape.required("sender", STRING, Message::sender);
    var role = shape.required("role", PayloadShapes.ROLE, Message::role);
    var parts = shape.required("parts", listOf(STRING, 0), Message::parts);
    var timestamp = shape.required("timestamp", INSTANT, Message::timestamp);
    return shape.build(
        v ->
            new Message(
                v.get(id),
                v.get(taskId),
                v.get(sender),
                v.get(role),
                v.get(parts),
                v.get(timestamp)));
  }

  static Shape<Artifact> artifact() {
    Shape.Builder<Artifact> shape = Shape.of("Artifact");
    var id = shape.required("id", STRING, Artifact::id);
    var taskId = shape.required("task_id", STRING, Artifact::taskId);
    var name = shape.required("name", STRING, Artifact::name);
    var parts = shape.required("parts", listOf(STRING, 0), Artifact::parts);
    var createdAt = shape.required("created_at", INSTANT, Artifact::createdAt);
    return shape.build(
        v -> new Artifact(v.get(id), v.get(taskId), v.get(name), v.get(parts), v.get(createdAt)));
  }

  static Shape<StateSnapshot> stateSnapshot() {
    Shape.Builder<StateSnapshot> shape = Shape.of("StateSnapshot");
    var id = shape.required("id", STRING, StateSnapshot::id);
    var taskId = shape.required("task_id", STRING, StateSnapshot::taskId);
    var version = shape.required("version", atLeast(1), StateSnapshot::version);
    var data = shape.required("data", OBJECT, StateSnapshot::data);
    var checkpoint = shape.defaulted("checkpoint", BOOLEAN, false, StateSnapshot::checkpoint);
    var createdAt = shape.required("created_at", INSTANT, StateSnapshot::createdAt);
    return shape.build(
        v ->
            new StateSnapshot(
                v.get(id),
                v.get(taskId),
                v.get(version),
                v.get(data),
                v.get(checkpoint),
                v.get(createdAt)));
  }
}
