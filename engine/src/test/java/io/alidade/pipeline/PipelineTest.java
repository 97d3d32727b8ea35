package io.alidade.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alidade.event.Event;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PipelineTest {
  private static void publish(Pipeline pipeline, int msg) {
    long slot = pipeline.claim();
    try {
      pipeline.event(slot).begin(FrameKind.TICK, 0, 0);
      pipeline.event(slot).msg(msg);
    } finally {
      pipeline.publish(slot);
    }
  }

  private static Stage note(List<String> seen, String stage) {
    return event -> seen.add(stage + event.sequence());
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void everyStageSeesEveryEventInOrderAfterTheStageBefore(Layout layout) {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean ended = new AtomicBoolean();
    Pipeline pipeline =
        new Pipeline(
            layout,
            Wait.BLOCK,
            8,
            Pipeline.SLOT_BYTES,
            101,
            note(seen, "v"),
            note(seen, "f"),
            new Recording() {
              @Override
              public void onEvent(Event event) {
                seen.add("j" + event.sequence());
              }

              @Override
              public void end() {
                ended.set(true);
              }
            },
            note(seen, "b"));
    for (int i = 0; i < 50; i++) {
      publish(pipeline, Msg.TICK);
    }
    pipeline.drainAndStop();
    assertThat(ended).isTrue();
    for (String stage : List.of("v", "f", "j", "b")) {
      List<String> expected = new ArrayList<>();
      for (int i = 101; i <= 150; i++) {
        expected.add(stage + i);
      }
      assertThat(seen.stream().filter(s -> s.startsWith(stage))).isEqualTo(expected);
    }
    for (int i = 101; i <= 150; i++) {
      assertThat(seen.indexOf("v" + i)).isLessThan(seen.indexOf("f" + i));
      assertThat(seen.indexOf("f" + i)).isLessThan(seen.indexOf("j" + i));
      assertThat(seen.indexOf("j" + i)).isLessThan(seen.indexOf("b" + i));
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aFaultOfOneEventBecomesItsFlag(Layout layout) {
    List<Boolean> faults = Collections.synchronizedList(new ArrayList<>());
    Stage failing =
        event -> {
          if (event.sequence() == 2) {
            throw new IllegalStateException("defect");
          }
        };
    Pipeline pipeline =
        new Pipeline(
            layout,
            Wait.BLOCK,
            8,
            Pipeline.SLOT_BYTES,
            1,
            failing,
            event -> {},
            event -> faults.add(event.has(Flag.FAULT)),
            event -> {});
    for (int i = 0; i < 3; i++) {
      publish(pipeline, Msg.TICK);
    }
    pipeline.drainAndStop();
    assertThat(faults).containsExactly(false, true, false);
    assertThat(pipeline.failure()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aJournalThatCannotGoOnHaltsThePipelineAndReleasesTheProducers(Layout layout)
      throws Exception {
    List<Long> shown = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch released = new CountDownLatch(1);
    Pipeline pipeline =
        new Pipeline(
            layout,
            Wait.BLOCK,
            8,
            Pipeline.SLOT_BYTES,
            1,
            event -> {},
            event -> {},
            event -> {
              if (event.sequence() == 3) {
                throw new IllegalStateException("disk full");
              }
            },
            event -> shown.add(event.sequence()));
    Thread producer =
        new Thread(
            () -> {
              try {
                while (true) {
                  publish(pipeline, Msg.TICK);
                }
              } catch (PipelineHalted halted) {
                released.countDown();
              }
            });
    producer.setDaemon(true);
    producer.start();
    assertThat(released.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    pipeline.drainAndStop();
    assertThat(pipeline.failure()).hasMessage("disk full");
    assertThat(shown).as("nothing is shown that is not journaled").containsExactly(1L, 2L);
    assertThatThrownBy(pipeline::claim).isInstanceOf(PipelineHalted.class);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void severalProducersGetEveryEventIn(Layout layout) throws Exception {
    List<Long> journaled = new ArrayList<>();
    Pipeline pipeline =
        new Pipeline(
            layout,
            Wait.YIELD,
            8,
            Pipeline.SLOT_BYTES,
            1,
            event -> {},
            event -> {},
            event -> journaled.add(event.sequence()),
            event -> {});
    List<Thread> producers = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      Thread producer =
          new Thread(
              () -> {
                for (int i = 0; i < 2000; i++) {
                  publish(pipeline, Msg.TICK);
                }
              });
      producer.start();
      producers.add(producer);
    }
    for (Thread producer : producers) {
      producer.join();
    }
    pipeline.drainAndStop();
    assertThat(journaled).hasSize(6000).isSorted();
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void whereEventsMustBeSafeBeforeTheyAreShownEachIsSyncedFirst(Layout layout) {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Recording recording =
        new Recording() {
          private long last;

          @Override
          public void onEvent(Event event) {
            last = event.sequence();
          }

          @Override
          public boolean syncsBeforeShowing() {
            return true;
          }

          @Override
          public void sync() {
            seen.add("synced " + last);
          }
        };
    Pipeline pipeline =
        new Pipeline(
            layout,
            Wait.BLOCK,
            8,
            Pipeline.SLOT_BYTES,
            1,
            event -> {},
            event -> {},
            recording,
            event -> seen.add("shown " + event.sequence()));
    for (int i = 0; i < 100; i++) {
      publish(pipeline, Msg.TICK);
    }
    pipeline.drainAndStop();
    long synced = 0;
    long shown = 0;
    for (String each : seen) {
      long sequence = Long.parseLong(each.substring(each.indexOf(' ') + 1));
      if (each.startsWith("synced")) {
        synced = sequence;
      } else {
        assertThat(sequence).isEqualTo(++shown).isLessThanOrEqualTo(synced);
      }
    }
    assertThat(shown).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void atRestEverythingIsThroughAndNoProducerComesBetween(Layout layout) throws Exception {
    List<Integer> shown = new ArrayList<>();
    Pipeline pipeline =
        new Pipeline(
            layout,
            Wait.BLOCK,
            8,
            Pipeline.SLOT_BYTES,
            1,
            event -> {},
            event -> {},
            event -> {},
            event -> shown.add(event.msg()));
    AtomicBoolean stop = new AtomicBoolean();
    Thread producer =
        new Thread(
            () -> {
              while (!stop.get()) {
                long gate = pipeline.enter();
                publish(pipeline, Msg.TICK);
                publish(pipeline, Msg.LINK);
                pipeline.leave(gate);
              }
            });
    producer.start();
    for (int i = 0; i < 20; i++) {
      long before = pipeline.headSequence();
      while (pipeline.headSequence() < before + 2) { // or the producer might never have its turn
        Thread.yield();
      }
      pipeline.atRest(
          () -> {
            assertThat(pipeline.headSequence()).isEqualTo(shown.size());
            for (int k = 0; k < 20; k++) { // more than the ring holds
              publish(pipeline, Msg.STATE);
            }
          });
    }
    stop.set(true);
    producer.join();
    pipeline.drainAndStop();
    StringBuilder text = new StringBuilder();
    for (int msg : shown) {
      text.append(msg == Msg.TICK ? 't' : msg == Msg.LINK ? 'l' : 's');
    }
    assertThat(text.toString()).matches("((tl)*s{20})*(tl)*").contains("tls");
  }
}
