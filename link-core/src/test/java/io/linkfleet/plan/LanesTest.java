package io.linkfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One server's tasks are in order, and a hung server delays nobody else. */
class LanesTest {
  @Test
  void tasksOfOneLaneRunInOrderAndNeverTogether() throws Exception {
    try (Lanes lanes = new Lanes("test", 8, 1, 1000)) {
      List<Integer> ran = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        lanes.submit("a", "link" + number, () -> ran.add(number));
      }
      await().until(() -> ran.size() == 200);
      assertThat(ran).isSorted();
    }
  }

  @Test
  void aHungLaneHoldsOnlyItself() throws Exception {
    try (Lanes lanes = new Lanes("test", 2, 1, 1000)) {
      CountDownLatch hung = new CountDownLatch(1);
      for (int i = 0; i < 50; i++) {
        lanes.submit("hung", "link", () -> awaitQuietly(hung));
      }
      CountDownLatch others = new CountDownLatch(50);
      for (int i = 0; i < 50; i++) {
        lanes.submit("lane" + i, "link", others::countDown);
      }
      assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
      hung.countDown();
      await().until(() -> lanes.size() == 0);
    }
  }

  @Test
  void aWideLaneIsFullWheneverItHasEnoughLinksButNeverHasOneLinkTwice() throws Exception {
    try (Lanes lanes = new Lanes("test", 8, 2, 1000)) {
      CountDownLatch first = new CountDownLatch(1);
      List<String> ran = new CopyOnWriteArrayList<>();
      lanes.submit("a", "hung", () -> awaitQuietly(first));
      lanes.submit("a", "hung", () -> ran.add("hung again"));
      for (int i = 0; i < 20; i++) {
        String link = "link" + i;
        lanes.submit("a", link, () -> ran.add(link));
      }
      await().until(() -> ran.size() == 20);
      assertThat(ran).doesNotContain("hung again").startsWith("link0", "link1", "link2");
      first.countDown();
      await().until(() -> ran.size() == 21);
      assertThat(ran).endsWith("hung again");
    }
  }

  @Test
  void aTaskThatThrowsDoesNotStopItsLane() throws Exception {
    try (Lanes lanes = new Lanes("test", 1, 1, 10)) {
      CountDownLatch after = new CountDownLatch(1);
      lanes.submit(
          "a",
          "link",
          () -> {
            throw new IllegalStateException("thrown on purpose by this test");
          });
      lanes.submit("a", "link", after::countDown);
      assertThat(after.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aFullHouseHoldsTheNextSubmitterBack() throws Exception {
    try (Lanes lanes = new Lanes("test", 1, 1, 2)) {
      CountDownLatch hung = new CountDownLatch(1);
      lanes.submit("a", "link", () -> awaitQuietly(hung));
      lanes.submit("a", "link", () -> {});
      CountDownLatch third = new CountDownLatch(1);
      Thread submitter =
          new Thread(
              () -> {
                try {
                  lanes.submit("b", "link", third::countDown);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      submitter.start();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> submitter.getState() == Thread.State.WAITING);
      assertThat(third.getCount()).isEqualTo(1);
      hung.countDown();
      assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
