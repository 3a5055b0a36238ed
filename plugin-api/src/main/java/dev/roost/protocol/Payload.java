package dev.roost.protocol;

/** What an {@link Envelope} carries: one of the fourteen registered payloads, or a free object. */
public sealed interface Payload
    permits TaskRequest,
        TaskResponse,
        TaskStream,
        TaskUpdate,
        TaskCancel,
        MessageSend,
        StateQuery,
        StateRestore,
        ArtifactNotify,
        McpToolCall,
        McpToolResult,
        McpResourceFetch,
        McpResourceData,
        MessageAck,
        CustomPayload {}
