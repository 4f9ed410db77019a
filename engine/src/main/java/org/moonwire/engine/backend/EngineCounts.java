package org.moonwire.engine.backend;

/**
 * What the engines of one class loader are doing and have done.
 *
 * @param engines those that are open
 * @param enginesMade all so far
 * @param runs evals and calls so far
 * @param failedRuns those that ended with an error
 * @param tasks those that wait or are ready, main tasks that wait among them
 * @param tasksSpawned all that {@code coroutine.spawn} has made
 * @param denials what scripts asked for and a policy did not allow
 */
public record EngineCounts(
    int engines,
    long enginesMade,
    long runs,
    long failedRuns,
    int tasks,
    long tasksSpawned,
    long denials) {}
