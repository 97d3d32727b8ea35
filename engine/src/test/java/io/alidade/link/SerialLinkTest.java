package io.alidade.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real library on real pseudo-terminals; a symbolic link is the device's stable name. */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("try") // closed early, or there to be closed
class SerialLinkTest {
  private static final Backoff SHORT =
      new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), 1.5, 0.2);

  @TempDir Path directory;
  private final Recorder recorder = new Recorder();

  private Link start(String query) throws IOException {
    Link link = Link.of(LinkUri.parse("serial:" + device() + "?name=ais0&" + query), SHORT);
    link.start(recorder);
    return link;
  }

  private Path device() {
    return directory.resolve("device");
  }

  private PseudoTerminal plugIn() throws IOException {
    PseudoTerminal terminal = PseudoTerminal.open();
    Path link = directory.resolve("new");
    Files.createSymbolicLink(link, Path.of(terminal.path()));
    Files.move(link, device(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return terminal;
  }

  @Test
  void deliversAMegabyteIntact() throws Exception {
    byte[] sent = new byte[1 << 20];
    new Random(1).nextBytes(sent);
    try (PseudoTerminal terminal = plugIn();
        Link link = start("baud=115200")) {
      terminal.output().write(sent);
      recorder.awaitBytes(sent.length);
      assertThat(recorder.bytes()).isEqualTo(sent);
      assertThat(recorder.hadOneThread()).isTrue();
      assertThat(recorder.thread().getName()).isEqualTo("link-ais0");
      assertThat(recorder.thread().isDaemon()).isTrue();
      assertThat(recorder.states()).containsExactly("UP 1 " + device() + " is open at 115200 baud");
    }
  }

  @Test
  void comesBackWhenTheDeviceDoes() throws Exception {
    PseudoTerminal first = plugIn();
    try (Link link = start("baud=4800")) {
      first.output().write("$GPGGA,1".getBytes(US_ASCII));
      recorder.awaitBytes(8);
      first.close();
      recorder.awaitState(LinkState.DOWN);
      assertThat(recorder.states().get(1)).isEqualTo("DOWN 0 " + device() + " went away");
      try (PseudoTerminal second = plugIn()) {
        recorder.awaitState(LinkState.UP);
        second.output().write("$GPRMC".getBytes(US_ASCII));
        recorder.awaitBytes(14);
        assertThat(recorder.text()).isEqualTo("$GPGGA,1$GPRMC");
        assertThat(recorder.shape()).startsWith("UP", "bytes", "boundary", "DOWN");
        assertThat(recorder.shape()).endsWith("UP", "bytes");
      }
    }
  }

  @Test
  void startsWithoutTheDeviceAndWaitsForIt() throws Exception {
    try (Link link = start("baud=38400")) {
      recorder.awaitState(LinkState.DOWN);
      assertThat(recorder.states())
          .containsExactly(
              "DOWN 1 " + device() + " is not there; plug the device in or correct the path");
      try (PseudoTerminal terminal = plugIn()) {
        recorder.awaitState(LinkState.UP);
        terminal.output().write('x');
        recorder.awaitBytes(1);
        assertThat(recorder.log()).containsExactly("DOWN", "UP", "bytes 1");
      }
    }
  }

  @Test
  void opensNoOtherDeviceOfTheSameLastName() throws Exception {
    // Left to itself the library goes on to /dev/null for this one.
    try (Link link = Link.of(LinkUri.parse("serial:" + directory + "/null"), SHORT)) {
      link.start(recorder);
      recorder.awaitStates(1);
      assertThat(recorder.states().get(0)).startsWith("DOWN 1 " + directory + "/null is not there");
    }
  }

  @Test
  void refusesWhatIsNoSerialDevice() throws Exception {
    Files.createFile(device());
    try (Link link = start("baud=38400")) {
      recorder.awaitStates(1);
      assertThat(recorder.states())
          .containsExactly("DOWN 1 " + device() + " is not a serial device");
    }
    Recorder other = new Recorder();
    try (Link link = Link.of(LinkUri.parse("serial:/dev/null"), SHORT)) {
      link.start(other);
      other.awaitStates(1);
      assertThat(other.states().get(0)).startsWith("DOWN 1 /dev/null ");
    }
  }

  @Test
  void saysHowToGetPermission() throws Exception {
    assertThat(SerialSource.openFault(Path.of("/dev/none"), 13))
        .isEqualTo(
            "permission denied on /dev/none; add the user to group dialout"
                + " (sudo usermod -aG dialout USER) and log in again");
  }

  @Test
  void refusesADeviceThatAnotherProgramReads() throws Exception {
    try (PseudoTerminal terminal = plugIn();
        Link first = start("baud=38400")) {
      recorder.awaitState(LinkState.UP);
      Recorder other = new Recorder();
      try (Link second = Link.of(first.uri(), SHORT)) {
        second.start(other);
        other.awaitState(LinkState.DOWN);
        assertThat(other.states())
            .containsExactly("DOWN 1 " + device() + " is in use by another program");
        first.close();
        other.awaitState(LinkState.UP);
      }
    }
  }

  @Test
  void opensASilentDeviceAgain() throws Exception {
    try (PseudoTerminal terminal = plugIn();
        Link link = start("watchdog=0.3")) {
      terminal.output().write('x');
      recorder.awaitStates(3);
      assertThat(recorder.states())
          .startsWith(
              "UP 1 " + device() + " is open at 38400 baud",
              "STALE 0 no byte for 0.3 s, opening it again",
              "UP 1 " + device() + " is open at 38400 baud");
      assertThat(recorder.shape()).startsWith("UP", "bytes", "boundary", "STALE", "UP");
      terminal.output().write("yz".getBytes(US_ASCII));
      recorder.awaitBytes(3);
      assertThat(recorder.text()).isEqualTo("xyz");
    }
  }

  @Test
  void closesWhileAReadIsBlocked() throws Exception {
    try (PseudoTerminal terminal = plugIn()) {
      Link link = start("baud=38400");
      terminal.output().write('x');
      recorder.awaitBytes(1);
      link.close();
      recorder.thread().join(1);
      assertThat(recorder.thread().isAlive()).isFalse();
      assertThat(recorder.log()).containsExactly("UP", "bytes 1", "boundary");
      link.close();
      // The device is free again at once.
      try (Link next = start("baud=9600")) {
        recorder.awaitStates(2);
        recorder.awaitState(LinkState.UP);
      }
    }
  }

  /** The C library's calls to hang up a terminal as the kernel does when an adapter is pulled. */
  private static final class C {
    static final int O_RDWR_NOCTTY = 0402;
    static final long TIOCVHANGUP = 0x5437;

    static native int open(String path, int flags);

    static native int ioctl(int fd, NativeLong request, int argument);

    static native int close(int fd);
  }

  /** A terminal that was hung up reads as empty for ever; that is neither data nor silence. */
  @Test
  void noticesThatTheKernelHungUp() throws Exception {
    NativeLibraries.loadJna();
    Native.register(C.class, "c");
    try (PseudoTerminal terminal = plugIn();
        Link link = start("baud=38400")) {
      terminal.output().write('x');
      recorder.awaitBytes(1);
      int fd = C.open(terminal.path(), C.O_RDWR_NOCTTY);
      Assumptions.assumeTrue(fd >= 0, "may not open a terminal that is open exclusively");
      int result = C.ioctl(fd, new NativeLong(C.TIOCVHANGUP), 0);
      C.close(fd);
      Assumptions.assumeTrue(result == 0, "may not hang up a terminal");
      recorder.awaitStates(3);
      assertThat(recorder.states())
          .startsWith(
              "UP 1 " + device() + " is open at 38400 baud",
              "DOWN 0 " + device() + " went away",
              "UP 1 " + device() + " is open at 38400 baud");
    }
  }

  @Test
  void waitsForAHangingCloseOnlySoLong() throws Exception {
    CountDownLatch hung = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    boolean inTime =
        SerialSource.runWithin(
            10,
            "hung",
            () -> {
              try {
                hung.await();
                ended.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(inTime).isFalse();
    assertThat(ended.getCount()).isEqualTo(1);
    hung.countDown();
    ended.await();
    assertThat(SerialSource.runWithin(10_000, "quick", () -> {})).isTrue();
  }
}
