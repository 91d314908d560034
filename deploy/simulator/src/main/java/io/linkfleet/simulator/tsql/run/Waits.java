package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.syntax.Statement;
import io.linkfleet.simulator.tsql.type.Dates;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** WAITFOR: how long. */
final class Waits {
  private Waits() {}

  static long delayNanos(Statement.WaitFor s, Work work) {
    String text = work.text(s.time());
    LocalDateTime time =
        Dates.parse(text)
            .filter(t -> text.indexOf(':') > 0 && t.toLocalDate().equals(LocalDate.of(1900, 1, 1)))
            .orElseThrow(() -> Message.BAD_DELAY.error(text));
    if (!s.until()) {
      return time.toLocalTime().toNanoOfDay();
    }
    LocalDateTime now =
        LocalDateTime.ofInstant(work.now(), ZoneOffset.UTC);
    LocalDateTime then = now.toLocalDate().atTime(time.toLocalTime());
    return Duration.between(now, then.isBefore(now) ? then.plusDays(1) : then).toNanos();
  }
}
