package io.alidade.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PseudoTerminalTest {
  @Test
  void carriesEveryByteValueToTheDevice() throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      assertThat(terminal.path()).startsWith("/dev/pts/");
      terminal.output().write(all);
      try (InputStream device = Files.newInputStream(Path.of(terminal.path()))) {
        assertThat(device.readNBytes(256)).isEqualTo(all);
      }
    }
  }

  @Test
  void carriesWhatTheDeviceIsGiven() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      byte[] read = new byte[100];
      assertThat(terminal.read(read)).isZero();
      try (OutputStream device = new FileOutputStream(terminal.path())) {
        device.write("$PMTK000*32\r\n".getBytes(US_ASCII));
        int length;
        do {
          length = terminal.read(read);
        } while (length == 0);
        assertThat(new String(read, 0, length, US_ASCII)).isEqualTo("$PMTK000*32\r\n");
      }
      assertThat(terminal.read(read)).isZero();
    }
  }

  @Test
  void endsABlockedWriteWhenItIsClosed() throws Exception {
    PseudoTerminal terminal = PseudoTerminal.open();
    CompletableFuture<Throwable> fault = new CompletableFuture<>();
    Thread writer =
        new Thread(
            () -> {
              byte[] bytes = new byte[10_000];
              try {
                while (true) {
                  terminal.output().write(bytes);
                }
              } catch (IOException e) {
                fault.complete(e);
              }
            });
    writer.setDaemon(true);
    writer.start();
    terminal.close();
    assertThat(fault.get(10, TimeUnit.SECONDS)).hasMessageContaining("is closed");
    assertThat(terminal.read(new byte[1])).isEqualTo(-1);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> terminal.output().write(1));
    terminal.close();
    assertThat(Path.of(terminal.path())).doesNotExist();
  }
}
