package io.alidade.cli;

import static io.alidade.cli.Commands.done;
import static io.alidade.cli.Commands.journal;
import static io.alidade.cli.Commands.refused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.ChildJvm;
import io.alidade.link.PseudoTerminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a link delivered goes out again: every byte of it, and nothing else. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayToLinkTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String AIS = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n";
  private static final String GLL = "$GPGLL,4916.45,N,12311.12,W,225444,A*31\r\n";
  private static final String BAD = "$GPGLL,4916.46,N,12311.12,W,225444,A*31\n";

  @TempDir Path folder;
  private Path journal;

  @BeforeEach
  void aJournal() {
    journal = folder.resolve("journal");
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  /** Sentences, a wrong one, noise, and an end in the middle of a sentence. */
  private static byte[] sentences(int rounds) {
    String all = (AIS + GLL + BAD + "\u00ff\u0000\u0080noise" + GLL).repeat(rounds) + "$GPGLL,49";
    return all.getBytes(ISO_8859_1);
  }

  private void replay(String uri, String... options) {
    List<String> command = new ArrayList<>(List.of("replay", journal.toString()));
    command.addAll(List.of("--to-link", uri));
    command.addAll(List.of(options));
    if (!command.contains("--speed")) {
      command.addAll(List.of("--speed", "max"));
    }
    done(command.toArray(String[]::new));
  }

  /** What a TCP server gets from a replay. */
  private byte[] overTcp(String... options) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      CompletableFuture<byte[]> got =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket connection = server.accept()) {
                  return connection.getInputStream().readAllBytes();
                } catch (IOException fault) {
                  throw new IllegalStateException(fault);
                }
              });
      replay("tcp://127.0.0.1:" + server.getLocalPort(), options);
      return got.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aTcpServerGetsAllBytesOfTheLink() throws Exception {
    byte[] sent = sentences(500);
    journal(journal, "", List.of(file("ais.nmea", sent)));
    assertThat(overTcp()).isEqualTo(sent);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aSerialDeviceGetsAllBytesOfTheLink() throws Exception {
    byte[] sent = sentences(500);
    journal(journal, "", List.of(file("ais.nmea", sent)));
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      CompletableFuture<byte[]> got =
          CompletableFuture.supplyAsync(() -> read(terminal, sent.length));
      replay("serial:" + terminal.path() + "?baud=4800");
      assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(sent);
    }
  }

  private static byte[] read(PseudoTerminal terminal, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[4096];
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    try {
      while (all.size() < count && System.nanoTime() < deadline) {
        all.write(piece, 0, terminal.read(piece));
      }
      return all.toByteArray();
    } catch (IOException fault) {
      throw new IllegalStateException(fault);
    }
  }

  @Test
  void aUdpReceiverGetsADatagramForEachFrame() throws Exception {
    journal(journal, "", List.of(file("ais.nmea", sentences(1))));
    try (DatagramSocket receiver = new DatagramSocket(0, LOOPBACK)) {
      replay("udp://127.0.0.1:" + receiver.getLocalPort());
      assertThat(receive(receiver))
          .containsExactly(AIS, GLL, BAD, "\u00ff\u0000\u0080noise", GLL, "$GPGLL,49");
    }
  }

  private static List<String> receive(DatagramSocket receiver) throws IOException {
    receiver.setSoTimeout(300);
    List<String> got = new ArrayList<>();
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    try {
      while (true) {
        receiver.receive(packet);
        got.add(new String(packet.getData(), 0, packet.getLength(), ISO_8859_1));
      }
    } catch (SocketTimeoutException noMore) {
      return got;
    }
  }

  @Test
  void kissFramesAndPacketsGoOutAsTheyCameIn() throws Exception {
    byte[] kiss = new byte[600];
    for (int i = 0; i < kiss.length; i++) {
      kiss[i] = (byte) (i % 20 == 0 ? 0xC0 : i % 20 == 1 ? 0 : i * 7); // escapes, good and bad
    }
    journal(journal, "&protocol=kiss", List.of(file("tnc.kss", kiss)));
    assertThat(overTcp()).isEqualTo(kiss);

    journal = folder.resolve("packets");
    ByteArrayOutputStream packets = new ByteArrayOutputStream();
    for (int i = 0; i < 50; i++) {
      packets.write(new byte[] {0x08, 0x2A, (byte) 0xC0, (byte) i, 0, 3, 1, 2, 3, (byte) i});
    }
    packets.write(new byte[] {0x08, 0x2A, (byte) 0xC0}); // cut
    byte[] sent = packets.toByteArray();
    journal(journal, "&protocol=ccsds-packets", List.of(file("packets.bin", sent)));
    assertThat(overTcp()).isEqualTo(sent);
  }

  @Test
  void ofSeveralLinksOneIsChosen() throws Exception {
    byte[] first = sentences(20);
    byte[] second = (AIS + "between").getBytes(US_ASCII);
    journal(journal, "", List.of(file("a.nmea", first), file("b.nmea", second)));
    String uri = "tcp://127.0.0.1:9";
    String dir = journal.toString();
    refused(2, "choose it with --link: f0, f1", "replay", dir, "--to-link", uri);
    refused(2, "there are: f0, f1", "replay", dir, "--to-link", uri, "--link", "f2");
    refused(2, "there are: f0, f1", "replay", dir, "--json", "--link", "gps");
    assertThat(overTcp("--link", "f0")).isEqualTo(first);
    assertThat(overTcp("--link", "f1")).isEqualTo(second);
    assertThat(overTcp("--link", "f1", "--msg", "ais")).isEqualTo(AIS.getBytes(US_ASCII));
  }

  @Test
  void aPlaceThatCannotBeSentToIsAnError() throws Exception {
    journal(journal, "", List.of(file("a.nmea", sentences(1))));
    String dir = journal.toString();
    refused(2, "cannot be sent to", "replay", dir, "--to-link", "file:/tmp/x");
    refused(3, "is not there", "replay", dir, "--to-link", "serial:/dev/none");
    int unused;
    try (ServerSocket closed = new ServerSocket(0, 1, LOOPBACK)) {
      unused = closed.getLocalPort();
    }
    refused(3, "refused", "replay", dir, "--to-link", "tcp://127.0.0.1:" + unused);
  }

  @Test
  void aServerThatGoesAwayEndsTheReplay() throws Exception {
    journal(journal, "", List.of(file("a.nmea", sentences(20_000))));
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      CompletableFuture<Void> gone =
          CompletableFuture.runAsync(
              () -> {
                try (Socket connection = server.accept()) {
                  connection.getInputStream().readNBytes(1000);
                } catch (IOException fault) {
                  throw new IllegalStateException(fault);
                }
              });
      refused(
          3,
          "--to-link tcp://",
          "replay",
          journal.toString(),
          "--speed",
          "max",
          "--to-link",
          "tcp://127.0.0.1:" + server.getLocalPort());
      gone.get(20, TimeUnit.SECONDS);
    }
  }

  /** Two seconds of lines, half a second apart. */
  private byte[] timed() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i <= 4; i++) {
      lines.append(1_764_032_400_000L + i * 500L).append(' ').append(GLL);
    }
    byte[] bytes = lines.toString().getBytes(US_ASCII);
    String[] command = {
      "import", file("timed.nmea", bytes).toString(), "--journal", journal.toString()
    };
    List<String> whole = new ArrayList<>(List.of(command));
    whole.addAll(List.of("--protocol", "nmea"));
    done(whole.toArray(String[]::new));
    return bytes;
  }

  @Test
  void bytesDoNotGoOutBeforeTheirTime() throws Exception {
    byte[] sent = timed();
    long start = System.nanoTime();
    assertThat(overTcp("--speed", "10")).isEqualTo(sent);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000L);
    assertThat(
            overTcp(
                "--speed", "max", "--from", "2025-11-25T01:00:01Z", "--to", "2025-11-25T01:00:02Z"))
        .asString(US_ASCII)
        .containsSubsequence("1764032401000", "1764032401500")
        .doesNotContain("1764032400500", "1764032402000");
  }

  @Test
  @Tag("soak")
  void bytesGoOutAtTheirTimes() throws Exception {
    timed();
    for (int speed : new int[] {1, 10}) {
      List<Long> times = new ArrayList<>();
      try (DatagramSocket receiver = new DatagramSocket(0, LOOPBACK)) {
        CompletableFuture<Void> received =
            CompletableFuture.runAsync(
                () -> {
                  DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
                  try {
                    receiver.setSoTimeout(20_000);
                    String line = "";
                    while (times.size() < 5) {
                      receiver.receive(packet);
                      line += new String(packet.getData(), 0, packet.getLength(), US_ASCII);
                      if (line.endsWith("\n")) {
                        times.add(System.nanoTime());
                        line = "";
                      }
                    }
                  } catch (IOException fault) {
                    throw new IllegalStateException(fault);
                  }
                });
        replay("udp://127.0.0.1:" + receiver.getLocalPort(), "--speed", "" + speed);
        received.get(20, TimeUnit.SECONDS);
      }
      long worst = 0;
      for (int i = 1; i < 5; i++) {
        long late = times.get(i) - times.get(0) - i * 500_000_000L / speed;
        worst = Math.max(worst, Math.abs(late));
      }
      System.out.println("speed " + speed + ": at most " + worst / 1000 + " us off");
      assertThat(worst).isLessThan(100_000_000);
    }
  }

  /** From a recording through the network into a station: the same frames. */
  @Test
  void anotherStationTakesItInAsTheFirstDid() throws Exception {
    String lines = (AIS + GLL + BAD).repeat(50);
    journal(journal, "", List.of(file("a.nmea", lines.getBytes(US_ASCII))));
    int port;
    try (DatagramSocket free = new DatagramSocket(0, LOOPBACK)) {
      port = free.getLocalPort();
    }
    Path other = folder.resolve("other");
    Process station =
        ChildJvm.alidade(
                "run",
                "--link",
                "udp://127.0.0.1:" + port + "?name=net",
                "--journal",
                other.toString(),
                "--http",
                "127.0.0.1:0")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String address = dashboard(station);
      await(() -> state(address).path("links").size() == 1, "the link is up");
      replay("udp://127.0.0.1:" + port);
      await(() -> bytes(state(address)) >= lines.length(), "all has come");
      station.destroy();
      assertThat(station.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      station.destroyForcibly();
    }
    done("verify", other.toString());
    assertThat(raw(other)).isEqualTo(lines);
  }

  private static long bytes(JsonNode state) {
    return state.path("status").path("links").path(0).path("bytes").asLong();
  }

  private String raw(Path journal) throws Exception {
    StringBuilder all = new StringBuilder();
    Commands.forEach(
        Commands.lastSession(journal),
        event -> {
          if (event.kind().isFromLink()) {
            all.append(new String(event.array(), event.rawOffset(), event.rawLength(), ISO_8859_1));
          }
        });
    return all.toString();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition, String what) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static String dashboard(Process station) throws IOException {
    var said = station.errorReader(UTF_8);
    while (true) {
      String line = said.readLine();
      assertThat(line).as("the station came up").isNotNull();
      if (line.contains("http://")) {
        return line.substring(line.indexOf("http://"));
      }
    }
  }

  private static JsonNode state(String address) throws Exception {
    String body =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address + "/api/state")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return new ObjectMapper().readTree(body);
  }

  @Test
  void gpsdTakesItIn() throws Exception {
    Path gpsd = Path.of("/usr/sbin/gpsd");
    Path gpspipe = Path.of("/usr/bin/gpspipe");
    Assumptions.assumeTrue(Files.isExecutable(gpsd), "needs " + gpsd);
    Assumptions.assumeTrue(Files.isExecutable(gpspipe), "needs " + gpspipe);
    StringBuilder lines = new StringBuilder();
    for (int second = 0; second < 60; second++) {
      String rmc = "GPRMC,2254%02d,A,4916.45,N,12311.12,W,000.5,054.7,191125,,,A".formatted(second);
      lines.append((1_764_032_400L + second) + " $%s*%02X\r\n".formatted(rmc, checksum(rmc)));
    }
    done(
        "import",
        file("gps.nmea", lines.toString().getBytes(US_ASCII)).toString(),
        "--journal",
        journal.toString(),
        "--protocol",
        "nmea");
    int port;
    try (DatagramSocket free = new DatagramSocket(0, LOOPBACK)) {
      port = free.getLocalPort();
    }
    int control;
    try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
      control = free.getLocalPort();
    }
    Process daemon =
        new ProcessBuilder(
                gpsd.toString(), "-N", "-n", "-S", "" + control, "udp://127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("gpsd.log").toFile())
            .start();
    Process pipe = null;
    try {
      await(() -> isListening(control), "gpsd is up");
      pipe = new ProcessBuilder(gpspipe.toString(), "-w", "127.0.0.1:" + control).start();
      var said = pipe.inputReader(UTF_8);
      CompletableFuture<JsonNode> position =
          CompletableFuture.supplyAsync(
              () ->
                  said.lines()
                      .map(ReplayToLinkTest::json)
                      .filter(report -> report.path("class").asText().equals("TPV"))
                      .filter(report -> report.has("lat"))
                      .findFirst()
                      .orElseThrow());
      for (int round = 0; round < 10 && !position.isDone(); round++) {
        replay("udp://127.0.0.1:" + port, "--speed", "100");
      }
      JsonNode fix = position.get(10, TimeUnit.SECONDS);
      assertThat(fix.path("lat").asDouble()).isEqualTo(49 + 16.45 / 60, within(1e-7));
      assertThat(fix.path("lon").asDouble()).isEqualTo(-(123 + 11.12 / 60), within(1e-7));
    } finally {
      if (pipe != null) {
        pipe.destroyForcibly();
      }
      daemon.destroyForcibly();
    }
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException malformed) {
      throw new IllegalStateException(line, malformed);
    }
  }

  private static boolean isListening(int port) {
    try (Socket probe = new Socket(LOOPBACK, port)) {
      return probe.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int checksum(String sentence) {
    int sum = 0;
    for (int i = 0; i < sentence.length(); i++) {
      sum ^= sentence.charAt(i);
    }
    return sum;
  }
}
