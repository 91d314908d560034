package io.linkfleet.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Owns whether a container image is here, or comes when it is asked for. Asked through the {@code
 * docker} command, which says at once why not; Testcontainers asks again for minutes.
 */
record DockerImage(String name, String command) {
  private static final long LIMIT_MINUTES = 10;

  DockerImage(String name) {
    this(name, "docker");
  }

  /** Why no container can be made of it, empty when one can. */
  Optional<String> missing() {
    return said("image", "inspect", "--format", "{{.Id}}", name).isEmpty()
        ? Optional.empty()
        : said("pull", "--quiet", name);
  }

  /** What the command said when it failed, empty when it did not. */
  private Optional<String> said(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = command;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try {
      Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
      process.getOutputStream().close();
      CompletableFuture<Void> limit =
          CompletableFuture.runAsync(
              process::destroyForcibly,
              CompletableFuture.delayedExecutor(LIMIT_MINUTES, TimeUnit.MINUTES));
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean failed = process.waitFor() != 0;
      limit.cancel(false);
      return failed ? Optional.of(said.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
