package io.linkfleet.acceptance.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every experiment of a JVM the same stack, started for the first and stopped after the last,
 * and a world in which nothing goes wrong any more after each.
 *
 * <p>How large the experiments are: {@code linkfleet.faults.seeds} and {@code
 * linkfleet.faults.links}.
 */
final class SharedStack implements ParameterResolver, AfterEachCallback {
  /** So many unused servers are enough for one test. */
  private static final int ROOM = 40;

  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(SharedStack.class);

  private record Place(int number, FileChannel lock) {}

  private static Place taken;

  /** How many seeds an experiment that has seeds tries. */
  static int seeds(int usual) {
    return Integer.getInteger("linkfleet.faults.seeds", usual);
  }

  /** How many links a run asks for. */
  static int links(int usual) {
    return Integer.getInteger("linkfleet.faults.links", usual);
  }

  private record Held(Stack stack, JsonNode settings) implements AutoCloseable {
    @Override
    public void close() {
      stack.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext.Store store = context.getRoot().getStore(SPACE);
    Held held = store.computeIfAbsent("stack", key -> start(), Held.class);
    if (held.stack().left() < ROOM) {
      held.close();
      held = start();
      store.put("stack", held);
    }
    return held.stack();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Held held = context.getRoot().getStore(SPACE).get("stack", Held.class);
    if (held != null) {
      held.stack().simulator().clearFaults();
      held.stack().simulator().restore(held.settings());
    }
  }

  /** A run without faults shows what is read; a stack that cannot do that is of no use. */
  private static void calm(Stack stack) {
    try {
      Run run = Run.begin("calm", stack, 5);
      run.rollout(4);
      run.awaitEnd();
      stack.learn(run.evidence());
      if (!Boolean.getBoolean("expected.write")) {
        run.judge();
      }
    } catch (RuntimeException | AssertionError e) {
      stack.close();
      throw e;
    }
  }

  /** Which of the JVMs that run experiments at the same time this one is, from 1 on. */
  private static int place(Path target) throws IOException {
    for (int next = 1; taken == null; next++) {
      FileChannel file =
          FileChannel.open(
              target.resolve("faults-" + next + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (file.tryLock() != null) {
        taken = new Place(next, file); // until this JVM ends
      } else {
        file.close();
      }
    }
    return taken.number();
  }

  private static Held start() {
    try {
      Path target = Path.of(System.getProperty("linkfleet.root"), "deploy/acceptance/target");
      int place = place(target);
      Path home = Files.createDirectories(target.resolve("faults-" + place));
      int offset = Integer.getInteger("linkfleet.faults.offset", Ports.free(place));
      FaultWorld world = new FaultWorld(Integer.getInteger("linkfleet.faults.servers", 180), 4);
      Stack stack = Stack.start(home.toAbsolutePath().normalize(), world, offset);
      calm(stack);
      return new Held(stack, stack.simulator().settings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
