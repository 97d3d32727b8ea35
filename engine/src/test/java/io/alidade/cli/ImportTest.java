package io.alidade.cli;

import static io.alidade.cli.Commands.done;
import static io.alidade.cli.Commands.forEach;
import static io.alidade.cli.Commands.lastSession;
import static io.alidade.cli.Commands.refused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.event.FrameKind;
import io.alidade.export.Captures;
import io.alidade.journal.Journal;
import io.alidade.journal.Sessions;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings become sessions with their own times. */
class ImportTest {
  private static final String AIS = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";
  private static final String GLL = "$GPGLL,4916.45,N,12311.12,W,225444,A*31";

  @TempDir Path folder;
  private Path journal;

  @BeforeEach
  void aJournal() {
    journal = folder.resolve("journal");
  }

  private Path imported(String name, byte[] bytes, String... options) throws Exception {
    Path file = Files.write(folder.resolve(name), bytes);
    List<String> command = new ArrayList<>(List.of("import", file.toString()));
    command.addAll(List.of("--journal", journal.toString()));
    command.addAll(List.of(options));
    done(command.toArray(String[]::new));
    done("verify", journal.toString());
    done("journal", "check", journal.toString());
    return file;
  }

  private void rawIs(Path file) {
    Path out = folder.resolve("raw");
    String id = lastSession(journal).id();
    done(
        "export",
        journal.toString(),
        "--session",
        id,
        "--format",
        "raw",
        "--force",
        "-o",
        out.toString());
    assertThat(out).hasSameBinaryContentAs(file);
  }

  private List<Long> frameTimes() throws Exception {
    List<Long> times = new ArrayList<>();
    forEach(
        lastSession(journal),
        event -> {
          if (event.kind() == FrameKind.FRAME) {
            times.add(event.rxTime());
          }
        });
    return times;
  }

  @Test
  void sentencesKeepTheTimesOfTheirLinesAndEveryByte() throws Exception {
    String lines =
        "# note\n"
            + (AIS + "\r\n")
            + ("\\c:1565218798123*63\\" + AIS + "\r\n")
            + (GLL + "\r\n")
            + ("1565218799 " + GLL + "\r\n")
            + (AIS + ",1565218800\r\n");
    Path file =
        imported(
            "odd name?&%.nmea", lines.getBytes(US_ASCII), "--protocol", "nmea", "--name", "old");
    rawIs(file);
    assertThat(frameTimes())
        .containsExactly(
            1_565_218_798_123_000_000L,
            1_565_218_798_123_000_000L,
            1_565_218_798_123_000_000L,
            1_565_218_799_000_000_000L,
            1_565_218_800_000_000_000L);
    assertThat(lastSession(journal).id()).startsWith("20190807T225958");
    assertThat(lastSession(journal).lastTimeNs()).isEqualTo(1_565_218_800_000_000_000L);
    Path out = folder.resolve("links");
    done("export", journal.toString(), "--format", "jsonl", "--type", "link", "-o", out + "");
    assertThat(Files.readAllLines(out))
        .hasSize(2)
        .allMatch(line -> line.contains("\"link\":\"old\""));
  }

  /** The times go with the sentences: out, in again, and out again gives the same file. */
  @Test
  void exportedSentencesComeBackWithTheirTimes() throws Exception {
    String lines = "1565218799123 " + GLL + "\r\n1565218800456 " + AIS + "\r\n" + GLL + "\r\n";
    imported("first.nmea", lines.getBytes(US_ASCII), "--protocol", "nmea");
    List<Long> times = frameTimes();
    String[] export = {
      "export", journal.toString(), "--format", "nmea", "--times", "-o", folder + "/nmea"
    };
    done(export);
    byte[] exported = Files.readAllBytes(folder.resolve("nmea"));
    journal = folder.resolve("again");
    imported("second.nmea", exported, "--protocol", "nmea");
    assertThat(frameTimes()).isEqualTo(times).hasSize(3);
    export[1] = journal.toString();
    export[6] += "2";
    done(export);
    assertThat(folder.resolve("nmea2")).hasBinaryContent(exported);
  }

  @Test
  void aRecordingWithoutTimesIsPacedByARate() throws Exception {
    byte[] packets = new byte[300];
    for (int at = 0; at < packets.length; at += 100) {
      packets[at] = 8;
      packets[at + 1] = 1;
      packets[at + 2] = (byte) 0xC0;
      packets[at + 3] = (byte) (at / 100);
      packets[at + 5] = 93;
    }
    Path file =
        imported(
            "p.bin",
            packets,
            "--protocol",
            "ccsds-packets",
            "--start",
            "2020-01-01T00:00:00Z",
            "--rate",
            "1600");
    rawIs(file);
    long start = 1_577_836_800_000_000_000L;
    assertThat(frameTimes())
        .containsExactly(start + 500_000_000L, start + 1_000_000_000L, start + 1_500_000_000L);
    assertThat(lastSession(journal).firstTimeNs()).isEqualTo(start);
    imported(
        "n.nmea",
        (AIS + "\r\n").getBytes(US_ASCII),
        "--protocol",
        "nmea",
        "--start",
        "2020-01-01T00:00:00Z",
        "--rate",
        "38400");
    assertThat(Sessions.list(journal)).hasSize(2);
  }

  @Test
  void capturesGiveTheDatagramsOfOnePort() throws Exception {
    byte[] capture =
        Captures.pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1)
            .packet(1_600_000_000, 1000, Captures.ethernet(53, "dns"))
            .packet(1_600_000_000, 123_000, Captures.ethernet(10110, AIS + "\r\n" + GLL + "\r\n"))
            .packet(1_600_000_001, 456_000, Captures.ethernet(10110, GLL))
            .bytes();
    Path file = folder.resolve("two-ports.pcap");
    Files.write(file, capture);
    refused(
        2,
        "--port: choose one; datagrams are for 53, 10110",
        "import",
        file.toString(),
        "--journal",
        journal.toString(),
        "--protocol",
        "nmea");
    assertThat(journal).doesNotExist();
    imported("udp.pcap", capture, "--protocol", "nmea", "--port", "10110");
    assertThat(frameTimes())
        .containsExactly(
            1_600_000_000_123_000_000L, 1_600_000_000_123_000_000L, 1_600_000_001_456_000_000L);
    rawIs(
        Files.write(
            folder.resolve("expected"), (AIS + "\r\n" + GLL + "\r\n" + GLL).getBytes(ISO_8859_1)));
    byte[] newer =
        Captures.pcapng(ByteOrder.LITTLE_ENDIAN, 1, 9)
            .enhancedPacket(1_600_000_000_123_456_789L, Captures.ethernet(10110, GLL))
            .bytes();
    imported("udp.pcapng", newer, "--protocol", "nmea", "--format", "pcap");
    assertThat(frameTimes()).containsExactly(1_600_000_000_123_456_789L);
  }

  @Test
  void whatACaptureHasNotAllOfIsTold() throws Exception {
    byte[] capture =
        Captures.pcap(ByteOrder.BIG_ENDIAN, 0xA1B2C3D4, 101)
            .packet(1_600_000_000, 0, Captures.ipv4(10110, GLL, 0))
            .packet(1_600_000_000, 0, Captures.ipv4(10110, GLL, 0x2000))
            .bytes();
    Path file = Files.write(folder.resolve("x.pcap"), capture);
    String[] command = {
      "import", file.toString(), "--journal", journal.toString(), "--protocol", "nmea"
    };
    Commands.Outcome outcome = Commands.run(command);
    assertThat(outcome.err()).contains("left out 1 datagrams").hasLineCount(1);
    assertThat(outcome.code()).isEqualTo(Alidade.FAILED);
    Files.write(file, java.util.Arrays.copyOf(capture, capture.length - 1));
    assertThat(Commands.run(command).err()).contains("it ends inside a packet");
  }

  @Test
  void whatCanBeTypedWrong() throws Exception {
    String dir = journal.toString();
    String timed = Files.writeString(folder.resolve("t"), "1565218799 " + GLL + "\n").toString();
    String untimed = Files.writeString(folder.resolve("u"), GLL + "\n").toString();
    String empty = Files.writeString(folder.resolve("e"), "").toString();
    String start = "2020-01-01T00:00:00Z";
    String[] head = {"import", timed, "--journal", dir, "--protocol", "nmea"};
    refused(2, "--journal", "import", timed, "--protocol", "nmea");
    refused(2, "--protocol", "import", timed, "--journal", dir);
    refused(2, "unknown protocol 'x'", "import", timed, "--journal", dir, "--protocol", "x");
    refused(2, "no such file", "import", timed + "x", "--journal", dir, "--protocol", "nmea");
    refused(2, "not a regular", "import", folder + "", "--journal", dir, "--protocol", "nmea");
    refused(2, "is empty", "import", empty, "--journal", dir, "--protocol", "nmea");
    refused(2, "has no times", "import", untimed, "--journal", dir, "--protocol", "nmea");
    refused(2, "has no times", "import", untimed, "--journal", dir, "--protocol", "kiss");
    refused(
        2,
        "packets has no times",
        "import",
        timed,
        "--journal",
        dir,
        "--protocol",
        "ccsds-packets");
    refused(2, "needs frame=", "import", timed, "--journal", dir, "--protocol", "ccsds-tm");
    refused(2, "'x' is none of nmea", with(head, "--format", "x"));
    refused(2, "kiss is not what nmea", with(head, "--format", "kiss"));
    refused(2, "neither pcap nor pcapng", with(head, "--format", "pcap"));
    refused(2, "go together", with(head, "--start", start));
    refused(2, "go together", with(head, "--rate", "9600"));
    refused(2, "not a UTC time", with(head, "--start", "noon", "--rate", "1"));
    refused(2, "before 1970", with(head, "--start", "1960-01-01T00:00:00Z", "--rate", "1"));
    refused(2, "0 is not 1 to", with(head, "--start", start, "--rate", "0"));
    refused(2, "--rate", with(head, "--start", start, "--rate", "fast"));
    refused(2, "--port: is for pcap", with(head, "--port", "5"));
    refused(2, "is not 1 to 65535", with(head, "--port", "0"));
    refused(2, "may hold up to 100", with(head, "--name", "two words"));
    refused(2, "--mission: describes packets", with(head, "--mission", mission().toString()));
    assertThat(journal).doesNotExist();
    try (Journal busy = Journal.open(journal)) {
      refused(3, "has this journal open", head);
      assertThat(busy.lastSequence()).isZero();
    }
  }

  private Path mission() throws Exception {
    return Files.writeString(
        folder.resolve("mission.xml"),
        "<SpaceSystem xmlns=\"http://www.omg.org/spec/XTCE/20180204\" name=\"S\"/>");
  }

  private static String[] with(String[] head, String... more) {
    String[] all = java.util.Arrays.copyOf(head, head.length + more.length);
    System.arraycopy(more, 0, all, head.length, more.length);
    return all;
  }
}
