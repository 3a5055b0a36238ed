/**
 * What the author of an agent writes against.
 *
 * <p>An agent is a verticle: extend {@link dev.roost.agent.AgentVerticle}, return an {@link
 * dev.roost.agent.AgentSpec} with the skills, answer in a {@link dev.roost.agent.SkillHandler}.
 *
 * <pre>{@code
 * public final class GreeterAgent extends AgentVerticle {
 *   @Override
 *   protected AgentSpec agent() {
 *     return AgentSpec.builder("urn:asap:agent:greeter")
 *         .name("Greeter")
 *         .version("1.0.0")
 *         .description("Greets people")
 *         .skill(Skill.of("greet", "Greets by name"), this::greet)
 *         .build();
 *   }
 *
 *   private Future<JsonObject> greet(TaskContext task) {
 *     String name = task.input().getString("name", "stranger");
 *     return Future.succeededFuture(new JsonObject().put("greeting", "Hello, " + name));
 *   }
 * }
 * }</pre>
 *
 * <p>Terms: a <em>task</em> is one request to run a skill; an <em>assignment</em> is a task on its
 * way to the verticle that runs it; a <em>generation</em> is one load of a plugin, counted up at
 * every replacement.
 */
@NullMarked
package dev.roost.agent;

import org.jspecify.annotations.NullMarked;
