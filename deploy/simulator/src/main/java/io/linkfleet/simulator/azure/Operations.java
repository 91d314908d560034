package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Owns the long-running operations: their clock, their ends and their two families of URLs. */
final class Operations implements AutoCloseable {
  /** How an operation stands once its time is up. */
  sealed interface Outcome {
    /** Not yet: look again. */
    record Running() implements Outcome {}

    record Succeeded() implements Outcome {}

    record Failed(String code, String message) implements Outcome {}

    record Canceled() implements Outcome {}
  }

  /** One operation. */
  static final class Operation {
    final String id = UUID.randomUUID().toString();
    final String type;
    final String what;
    final ManagedInstance instance;
    final Instant startedAt;
    final long startedNanos;
    final long dueNanos;
    final Supplier<Outcome> end;
    final Runnable rollBack;
    final Supplier<ArmReply> result;
    final AzureFaults.OperationFault fault;
    volatile Outcome outcome = new Outcome.Running();

    private Operation(Start start, AzureFaults.OperationFault fault, Instant at, long length) {
      this.type = start.type;
      this.what = start.what;
      this.instance = start.instance;
      this.end = start.end;
      this.rollBack = start.rollBack;
      this.result = start.result;
      this.fault = fault;
      this.startedAt = at;
      this.startedNanos = System.nanoTime();
      this.dueNanos = startedNanos + length;
    }

    boolean running() {
      return outcome instanceof Outcome.Running;
    }
  }

  /**
   * What begins an operation.
   *
   * @param type the resource type, first part of its URL family
   * @param what its name as Azure calls it, for example CreateManagedInstanceLink (inferred)
   * @param end asked when the time is up, and again until it is no longer running
   * @param rollBack undoes what began, when a fault makes it fail
   * @param result what GET on the result URL answers after success
   */
  record Start(
      String type,
      String what,
      String resource,
      ManagedInstance instance,
      Supplier<Outcome> end,
      Runnable rollBack,
      Supplier<ArmReply> result) {}

  private static final int MOST = 50_000;
  private final World world;
  private final AzureFaults faults;
  private final AzureSettings settings;
  private final Map<String, Operation> all = new ConcurrentHashMap<>();
  private final Map<String, Operation> running = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock;

  Operations(World world, AzureFaults faults, AzureSettings settings) {
    this.world = world;
    this.faults = faults;
    this.settings = settings;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "azure-operations");
              thread.setDaemon(true);
              return thread;
            });
    clock.scheduleWithFixedDelay(this::look, 10, 10, TimeUnit.MILLISECONDS);
  }

  /** Begins; the answer to the request is {@link #accepted}. */
  Operation start(Start start) {
    var fault = faults.takeForOperation(start.type, start.resource).orElse(null);
    Duration length =
        fault != null && fault.length() != null ? fault.length() : world.settings.azureOperation;
    Operation operation = new Operation(start, fault, world.clock.instant(), length.toNanos());
    if (all.size() >= MOST) {
      all.values().removeIf(old -> !old.running());
    }
    all.put(operation.id, operation);
    running.put(operation.id, operation);
    return operation;
  }

  /** 202 with both URLs, as a recording of the real service shows for servers. */
  ArmReply accepted(Operation operation, ArmRequest request) {
    ObjectNode body = Json.object();
    body.put("operation", operation.what).put("startTime", operation.startedAt.toString());
    return new ArmReply(202, body, Map.of(), "OK")
        .with("Azure-AsyncOperation", url(operation, request, "AzureAsyncOperation"))
        .with("Location", url(operation, request, "OperationResults"))
        .with("Retry-After", String.valueOf(settings.operationRetryAfterSeconds));
  }

  Optional<Operation> running(String id) {
    return Optional.ofNullable(id == null ? null : running.get(id));
  }

  /** GET on the Azure-AsyncOperation URL. */
  ArmReply status(ArmRequest request, String type, String id) {
    Operation operation = find(type, id);
    if (operation == null) {
      return unknown(id);
    }
    ObjectNode body = Json.object();
    body.put("name", operation.id).put("startTime", operation.startedAt.toString());
    Outcome outcome = operation.outcome;
    body.put("status", status(outcome));
    if (outcome instanceof Outcome.Failed failed) {
      body.putObject("error").put("code", failed.code()).put("message", failed.message());
    }
    return retry(ArmReply.ok(body), operation);
  }

  /** GET on the Location URL. */
  ArmReply result(ArmRequest request, String type, String id) {
    Operation operation = find(type, id);
    if (operation == null) {
      return unknown(id);
    }
    Outcome outcome = operation.outcome;
    if (outcome instanceof Outcome.Running) {
      return accepted(operation, request);
    } else if (outcome instanceof Outcome.Failed failed) {
      return ArmReply.error(409, failed.code(), failed.message());
    } else if (outcome instanceof Outcome.Canceled) {
      return ArmReply.error(409, "OperationCancelled", "The operation has been cancelled by user.");
    }
    return operation.result.get();
  }

  private Operation find(String type, String id) {
    Operation operation = all.get(id);
    boolean there =
        operation != null
            && operation.type.equalsIgnoreCase(type)
            && (operation.fault == null || !operation.fault.disappears());
    return there ? operation : null;
  }

  private ArmReply retry(ArmReply reply, Operation operation) {
    return operation.running()
        ? reply.with("Retry-After", String.valueOf(settings.operationRetryAfterSeconds))
        : reply;
  }

  private static ArmReply unknown(String id) {
    return ArmReply.error(
        404, "OperationIdNotFound", "The operation with Id '" + id + "' does not exist.");
  }

  private static String status(Outcome outcome) {
    return outcome instanceof Outcome.Running ? "InProgress" : outcome.getClass().getSimpleName();
  }

  private void look() {
    for (Operation operation : running.values()) {
      if (System.nanoTime() - operation.dueNanos < 0) {
        continue;
      }
      try {
        finish(operation);
      } catch (RuntimeException e) {
        System.getLogger(Operations.class.getName())
            .log(System.Logger.Level.ERROR, "an operation ended unexpectedly", e);
        end(operation, new Outcome.Failed("InternalServerError", "An unexpected error occurred."));
      }
    }
  }

  private void finish(Operation operation) {
    if (operation.fault != null && operation.fault.code() != null) {
      operation.rollBack.run();
      end(operation, new Outcome.Failed(operation.fault.code(), operation.fault.message()));
      return;
    }
    if (operation.fault != null && operation.fault.claimsSuccess()) {
      end(operation, new Outcome.Succeeded());
      return;
    }
    Outcome outcome = operation.end.get();
    if (!(outcome instanceof Outcome.Running)) {
      end(operation, outcome);
    }
  }

  private void end(Operation operation, Outcome outcome) {
    operation.outcome = outcome;
    running.remove(operation.id);
    world.record.add(
        operation.startedAt,
        System.nanoTime() - operation.startedNanos,
        operation.instance.name,
        "azure",
        "AZURE_OPERATION",
        operation.what,
        outcome instanceof Outcome.Failed failed
            ? "Failed " + failed.code()
            : status(outcome).equals("Succeeded") ? "OK" : status(outcome));
  }

  private static String url(Operation operation, ArmRequest request, String family) {
    ManagedInstance instance = operation.instance;
    return ("%s/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Sql/locations/%s"
            + "/%s%s/%s?api-version=%s")
        .formatted(
            request.base(),
            instance.subscriptionId,
            instance.resourceGroup,
            instance.location,
            operation.type,
            family,
            operation.id,
            request.apiVersion());
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
