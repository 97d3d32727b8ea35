package io.alidade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can type wrong. */
class ErrorsTest {
  @TempDir Path folder;
  private ServerSocket taken;

  @BeforeEach
  void aPortIsTaken() throws Exception {
    taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void freeIt() throws Exception {
    taken.close();
  }

  private record Outcome(int code, String err) {}

  private static Outcome run(String... arguments) {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      int code = Alidade.execute(arguments);
      return new Outcome(code, said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(err);
    }
  }

  private static void refused(int code, String reason, String... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.err()).contains(reason);
    assertThat(outcome.err().lines()).as("one line").hasSize(1);
    assertThat(outcome.code()).isEqualTo(code);
  }

  private Path config(String yaml) throws Exception {
    return Files.writeString(folder.resolve("station.yaml"), yaml);
  }

  @Test
  void noOrUnknownCommand() {
    refused(2, "name a command");
    refused(2, "nonsense", "nonsense");
    refused(2, "--frobnicate", "run", "--frobnicate");
    refused(2, "name what to do", "journal");
    refused(2, "name what to do", "mission");
    refused(2, "absent.xml: no such file", "mission", "check", "absent.xml");
  }

  @Test
  void linksThatAreNone() {
    refused(2, "no link", "run");
    refused(2, "--link ftp://x", "run", "--link", "ftp://x");
    refused(2, "baud", "run", "--link", "serial:/dev/ttyUSB0?baud=fast");
    refused(2, "protocol", "run", "--link", "serial:/dev/ttyUSB0?protocol=morse");
    refused(2, "needs frame=", "run", "--link", "stdin:?protocol=ccsds-tm");
    refused(2, "rs=many", "run", "--link", "stdin:?protocol=ccsds-tm&frame=100&rs=many");
    refused(
        2, "multiple", "run", "--link", "stdin:?protocol=ccsds-aos&frame=893&rs=16&interleave=4");
    String kiss = "stdin:?protocol=kiss&checksum=";
    refused(2, "checksum=crc is none of", "run", "--link", kiss + "crc");
    refused(2, "kiss, which takes none, smack", "run", "--link", kiss + "optional");
    refused(
        2,
        "for protocol=kiss only, not nmea",
        "decode",
        "--protocol",
        "nmea",
        "--set",
        "checksum=smack");
    refused(2, "frame= is for", "run", "--link", "stdin:?protocol=nmea&frame=100");
    refused(
        2,
        "basis=odd",
        "decode",
        "--protocol",
        "ccsds-aos",
        "--set",
        "frame=892",
        "--set",
        "rs=8",
        "--set",
        "basis=odd");
    refused(2, "named", "run", "--link", "stdin:?name=a", "--link", "udp://127.0.0.1:9?name=a");
  }

  @Test
  void keysOfFramesAndTimes() {
    Path journal = folder.resolve("journal");
    String[][] cases = {
      {"tm&frame=100&sync=udp", "sync=udp is none of asm, datagram, none"},
      {"tm&frame=100&sync=datagram", "sync=datagram is for udp links"},
      {"tm&frame=100&fecf=crc16", "fecf=crc16 is none of no, yes, crc32"},
      {"aos&frame=100&fecf=crc32", "no frame error control field of AOS has 4 bytes"},
      {"tm&frame=100&header-ecc=yes", "header-ecc= is for AOS frames, not TM"},
      {"aos&frame=100&header-ecc=maybe", "header-ecc=maybe is none of no, yes"},
      {"tm&frame=100&insert=4", "insert= is for AOS and USLP frames, not TM"},
      {"uslp&frame=100&ocf=yes", "ocf= is for AOS frames, not USLP"},
      {"uslp&frame=100&extcount=yes", "extcount= is for TM frames, not USLP"},
      {"aos&frame=100&truncated=8", "truncated= is for USLP frames, not AOS"},
      {"uslp&frame=100&truncated=5", "truncated frame length 5 is not 6 to 32"},
      {"uslp&frame=100&truncated=few", "truncated=few is not a number"},
      {"packets&frame=100", "frame= is for transfer frames, not ccsds-packets"},
      {"packets&time=iso", "time=iso is none of none, pfield, cuc4.2"},
      {"packets&time=cuc8.0", "CUC of 8 and 0 octets"},
      {"packets&time=cds2.3", "CDS of 2 and 3 octets"},
      {"packets&time-offset=3", "time-offset= says nothing without time="},
      {"packets&time=pfield&time-offset=x", "time-offset=x is not a number"},
      {"packets&time=pfield&time-offset=300", "time offset 300 is not 0 to 256"},
      {"packets&time=pfield&epoch=yesterday", "epoch=yesterday is no date or time"},
      {"packets&time=pfield&time-scale=gps", "time-scale=gps is none of tai, utc"},
    };
    for (String[] each : cases) {
      String link = "stdin:?protocol=ccsds-" + each[0];
      refused(2, each[1], "run", "--link", link, "--journal", journal.toString());
    }
    assertThat(journal).as("no session begins").doesNotExist();
  }

  @Test
  void otherOptions() {
    refused(2, "--http", "run", "--link", "stdin:", "--http", "nowhere");
    refused(2, "--layout", "run", "--link", "stdin:", "--layout", "wide");
    refused(2, "--wait", "run", "--link", "stdin:", "--wait", "long");
    refused(2, "--max-bytes: '10X'", "run", "--link", "stdin:", "--max-bytes", "10X");
    refused(2, "--max-bytes: '-1'", "run", "--link", "stdin:", "--max-bytes=-1");
    refused(2, "--max-age: 'forever'", "run", "--link", "stdin:", "--max-age", "forever");
    refused(2, "--max-age: '0d' is no limit", "run", "--link", "stdin:", "--max-age", "0d");
    refused(2, "--min-free: ''", "run", "--link", "stdin:", "--min-free", "");
    refused(
        2,
        "min-free: more than the whole disk",
        "run",
        "--link",
        "stdin:",
        "--min-free",
        "900000T",
        "--journal",
        folder.resolve("j").toString());
    refused(2, "morse", "decode", "--protocol", "morse");
    refused(2, "no such file", "decode", folder.resolve("absent").toString());
    refused(2, "is a directory", "decode", folder.toString());
    refused(
        2,
        "http: ",
        "run",
        "--link",
        "stdin:",
        "--http",
        "0.0.0.0:8080",
        "--journal",
        folder.resolve("j").toString());
  }

  @Test
  void aJournalThatIsNone() {
    String absent = folder.resolve("absent").toString();
    refused(2, "absent", "sessions", absent);
    refused(2, "absent", "verify", absent);
    refused(2, "absent", "replay", absent, "--json");
    refused(2, "absent", "journal", "check", absent);
    refused(2, "say where to", "replay", absent);
    refused(2, "--speed", "replay", absent, "--json", "--speed", "fast");
    refused(2, "--from", "replay", absent, "--json", "--from", "yesterday");
    String[] reversed = {
      "replay", absent, "--json", "--from", "2026-12-01T00:00:00Z", "--to", "2026-01-01T00:00:00Z"
    };
    refused(2, "is not before --to", reversed);
  }

  @Test
  void aFileThatIsAbsentIsAnEnvironmentFault() {
    refused(
        3,
        "absent",
        "run",
        "--exit-at-end",
        "--journal",
        folder.resolve("j").toString(),
        "--link",
        "file:" + folder.resolve("absent"));
  }

  @Test
  void configurationNamesFileLineAndKey() throws Exception {
    refused(
        2, "station.yaml: no such file", "run", "-c", folder.resolve("station.yaml").toString());
    String[] run = {"run", "-c", folder.resolve("station.yaml").toString()};
    config("links:\n  - stdin:?name=a\nlinkz: 3\n");
    refused(2, "station.yaml:3: linkz: unknown key", run);
    config("links:\n  - stdin:?name=a\n  - serial:/dev/x?baud=no\n");
    refused(2, "station.yaml:3: links: ", run);
    config("links:\n  - stdin:\n");
    refused(2, "station.yaml:2: links: expected one value; in quotes if it ends in a colon", run);
    config("links: 'stdin:'\n");
    refused(2, "station.yaml:1: ", run);
    config("http: 127.0.0.1\nlinks: [ 'stdin:' ]\n");
    refused(2, "station.yaml:1: http: ", run);
    config("layout: compact\nlayout: spread\n");
    refused(2, "station.yaml:2: ", run);
    config("vessels: 0\n");
    refused(2, "station.yaml:1: vessels: ", run);
    config("max-bytes: 10X\n");
    refused(2, "station.yaml:1: max-bytes: '10X' is not an amount; write it like 10G", run);
    config("links: [ 'stdin:' ]\nmax-age: 30\n");
    refused(2, "station.yaml:2: max-age: '30' is not an amount; write it like 30d", run);
    config("min-free:\n  - 1G\n");
    refused(2, "station.yaml:2: min-free: expected one value", run);
    config("max-bytes: 0\n");
    refused(2, "station.yaml:1: max-bytes: '0' is no limit; leave it out for none", run);
    config("journal:\n");
    refused(2, "station.yaml:1: journal: has no value", run);
    config("- a\n");
    refused(2, "station.yaml:1: ", run);
    config("a: [\n");
    refused(2, "station.yaml:", run);
    config("");
    refused(2, "station.yaml:", run);
    config("links:\n\t- stdin:\n");
    refused(2, "station.yaml:2: not YAML: found character", run);
    config("links: [ 'stdin:' ]\njournal: *elsewhere\n");
    refused(2, "station.yaml:2: journal: aliases", run);
    config("links: [ 'stdin:' ]\n---\nlayout: wide\n");
    refused(2, "station.yaml:3: a second document", run);
    config("journal: \"a\\0b\"\n");
    refused(2, "station.yaml:1: journal: is no path", run);
    config("#" + "x".repeat(9000));
    refused(2, "station.yaml: longer than", run);
    Files.write(folder.resolve("station.yaml"), new byte[] {'a', ':', (byte) 0xFF});
    refused(2, "station.yaml: not UTF-8", run);
    refused(2, "/dev/zero: longer than", "run", "-c", "/dev/zero");
  }

  @Test
  void aStartThatFailsLeavesNoSession() throws Exception {
    Path journal = folder.resolve("j");
    refused(
        3,
        "in use",
        "run",
        "--link",
        "stdin:",
        "--journal",
        journal.toString(),
        "--http",
        "127.0.0.1:" + taken.getLocalPort());
    refused(
        3,
        "does not exist",
        "run",
        "--link",
        "file:" + folder.resolve("absent"),
        "--journal",
        journal.toString());
    assertThat(journal).isDirectoryNotContaining("glob:**Z-*");
  }

  @Test
  void aJournalThatIsAFileOrNothing() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    refused(3, "is no directory", "run", "--link", "stdin:", "--journal", file.toString());
    refused(2, "--journal: has no value", "run", "--link", "stdin:", "--journal", "");
  }
}
