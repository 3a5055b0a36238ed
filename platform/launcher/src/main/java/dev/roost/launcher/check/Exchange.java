package dev.roost.launcher.check;

/** A request of a client and what came of it. */
record Exchange(Request request, Answer answer) {}
