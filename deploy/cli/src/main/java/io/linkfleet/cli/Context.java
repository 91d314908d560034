package io.linkfleet.cli;

import io.linkfleet.local.Layout;
import io.linkfleet.local.ServiceProcess;
import io.linkfleet.local.StackView;
import java.net.URI;
import java.util.Map;

/**
 * What every command works with.
 *
 * @param layout where the clone and the stack's state are
 * @param environment the environment
 * @param terminal where to write
 */
record Context(Layout layout, Map<String, String> environment, Terminal terminal) {
  /** Where the monitor of a stack on this machine is, when no other ports are asked for. */
  static final String MONITOR = "http://localhost:21505";

  /** The stack that is noted here. */
  StackView stack() {
    return new StackView(layout);
  }

  /** The monitor: as asked for, of the stack that runs here, or where it usually is. */
  MonitorApi monitor(String asked) {
    String named = asked != null ? asked : environment.get("LINKFLEET_API");
    URI address =
        named != null
            ? URI.create(named.replaceAll("/+$", ""))
            : stack().address(ServiceProcess.MONITOR).orElse(URI.create(MONITOR));
    return new MonitorApi(address);
  }

  /** Whether the monitor is the one of the stack that is noted here. */
  boolean isLocal(MonitorApi monitor) {
    return stack().address(ServiceProcess.MONITOR).filter(monitor.address()::equals).isPresent();
  }

  void say(String line) {
    terminal.say(line);
  }

  /** A line about what went wrong, on standard error. */
  void complain(String line) {
    System.err.println(line);
  }
}
