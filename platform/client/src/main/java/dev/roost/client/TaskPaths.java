package dev.roost.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Where a task is to be found. */
final class TaskPaths {
  private static final String TASKS = "/asap/tasks/";

  private TaskPaths() {}

  static String page(String taskId) {
    return TASKS + segment(taskId);
  }

  static String events(String taskId) {
    return page(taskId) + "/events";
  }

  /** The id as one segment of a path, whatever it holds. */
  private static String segment(String taskId) {
    if (taskId.isEmpty() || taskId.matches("\\.{1,2}")) {
      throw new IllegalArgumentException("no task can have the id '" + taskId + "'");
    }
    return URLEncoder.encode(taskId, UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
