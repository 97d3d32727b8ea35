package io.alidade.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.alidade.ChildJvm;
import io.alidade.Corpus;
import io.alidade.event.Event;
import io.alidade.event.Flag;
import io.alidade.event.Msg;
import io.alidade.journal.SessionInfo;
import io.alidade.journal.SessionReader;
import io.alidade.journal.Sessions;
import io.alidade.replay.Rederivation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files through the whole engine: run, then what the journal holds, then verify. */
class RecordingsTest {
  private static final int LINKS_AT_ONCE = 60;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"compact", "spread"})
  void aFileIsJournaledByteForByteAndVerifies(String layout) throws Exception {
    Path file = folder.resolve("own.nmea");
    Files.write(
        file,
        ("\r\n# note\r\n"
                + "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n"
                + "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*5B\r\n"
                + "$GPGGA,132820.60,4134.49821229,N,09345.03351845,W,2,09,1.0,278.020,M,-31.442,M,7.6,0133*7E\n"
                + "\u0000\u00ff$GPGGA,cut!AIVDM,1,1,,A,15RTgt")
            .getBytes(StandardCharsets.ISO_8859_1));
    Path journal = folder.resolve("journal");
    runAndCheck(List.of(file), "", journal, layout, List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"compact", "spread"})
  void everyRecordingOfTheCorpusIsJournaledByteForByteAndVerifies(String layout) throws Exception {
    runCorpus(layout, List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"compact", "spread"})
  void theSameOnTheOtherJava(String layout) throws Exception {
    Optional<Path> java = ChildJvm.otherJava();
    Assumptions.assumeTrue(java.isPresent(), "no other Java on this machine");
    runCorpus(layout, List.of(java.get()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"compact", "spread"})
  void everyRecordedPassIsJournaledByteForByteAndVerifies(String layout) throws Exception {
    runAll(Corpus.files(Corpus.satellite(), ".kss"), "&protocol=kiss", layout, List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"compact", "spread"})
  void framesWithPacketsInThemAreJournaledByteForByteAndVerify(String layout) throws Exception {
    Path satellite = Corpus.satellite();
    runAndCheck(
        List.of(satellite.resolve("ccsds-rs/snpp_synchronized_cadus.dat")),
        "&protocol=ccsds-aos&frame=892&rs=16&interleave=4&randomized=yes",
        folder.resolve("frames"),
        layout,
        List.of());
    runAndCheck(
        Corpus.files(satellite.resolve("ccsdspy/split"), ".tlm"),
        "&protocol=ccsds-packets",
        folder.resolve("packets"),
        layout,
        List.of());
  }

  /** The mission database goes into the session: verify needs no other file. */
  @ParameterizedTest
  @ValueSource(strings = {"compact", "spread"})
  void packetsThatAMissionDatabaseReadsAreJournaledAndVerify(String layout) throws Exception {
    Path jpss = Corpus.satellite().resolve("space_packet_parser/jpss");
    Path mission = folder.resolve("mission.xml");
    Files.copy(jpss.resolve("jpss1_geolocation_xtce_v1.xml"), mission);
    Path journal = folder.resolve("jpss");
    Path packets = jpss.resolve("J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1");
    assertThat(
            Alidade.execute(
                "run",
                "--exit-at-end",
                "--layout",
                layout,
                "--journal",
                journal.toString(),
                "--mission",
                mission.toString(),
                "--link",
                "file:" + packets + "?protocol=ccsds-packets"))
        .isZero();
    Files.delete(mission);
    checkRaw(List.of(packets), journal);
    assertThat(Alidade.execute("verify", journal.toString())).isZero();
    long described = 0;
    Event event = new Event(Event.HEADER_LENGTH);
    try (SessionReader reader = SessionReader.open(Sessions.list(journal).get(0))) {
      while (reader.next()) {
        described += event.wrap(reader.record()).msg() >= Msg.FIRST_DYNAMIC ? 1 : 0;
      }
    }
    assertThat(described).isEqualTo(7200);
  }

  /** More than two megabytes, and more than an ordinary event when compressed. */
  @Test
  void aLargeMissionDatabaseIsInTheSessionToo() throws Exception {
    Random random = new Random(2);
    StringBuilder parameters = new StringBuilder();
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      parameters.append(
          "<Parameter name=\"p%d\" parameterTypeRef=\"U8\" shortDescription=\"%016x %016x %016x\"/>%n"
              .formatted(i, random.nextLong(), random.nextLong(), random.nextLong()));
      entries.append(
          "<ParameterRefEntry parameterRef=\"p%d\">%s</ParameterRefEntry>%n"
              .formatted(
                  i,
                  "<LongDescription>housekeeping, as the on-board computer has it</LongDescription>"));
    }
    String xml =
        """
        <SpaceSystem name="Large"><TelemetryMetaData><ParameterTypeSet><IntegerParameterType name="U8">
        <IntegerDataEncoding sizeInBits="8"/></IntegerParameterType></ParameterTypeSet><ParameterSet>
        %s</ParameterSet><ContainerSet><SequenceContainer name="All"><EntryList>
        %s</EntryList></SequenceContainer></ContainerSet></TelemetryMetaData></SpaceSystem>
        """
            .formatted(parameters, entries);
    assertThat(xml.length()).isGreaterThan(2_000_000);
    Path mission = folder.resolve("large.xml");
    Files.writeString(mission, xml);
    Path packets = folder.resolve("packets.bin");
    byte[] packet = new byte[10_000];
    random.nextBytes(packet);
    System.arraycopy(new byte[] {8, 1, (byte) 0xC0, 0, 0x27, 0x09}, 0, packet, 0, 6);
    Files.write(packets, packet);
    Path journal = folder.resolve("large");
    assertThat(
            Alidade.execute(
                "run",
                "--exit-at-end",
                "--journal",
                journal.toString(),
                "--mission",
                mission.toString(),
                "--link",
                "file:" + packets + "?protocol=ccsds-packets"))
        .isZero();
    Files.delete(mission);
    assertThat(Alidade.execute("verify", journal.toString())).isZero();
    assertThat(Alidade.execute("journal", "check", journal.toString())).isZero();
    SessionInfo session = Sessions.list(journal).get(0);
    try (Rederivation events = new Rederivation(session)) {
      assertThat(events.next()).isTrue();
      assertThat(events.recorded().length()).isBetween(200_000, 500_000);
      assertThat(events.start().recordedMission().text()).isEqualTo(xml);
      int described = 0;
      while (events.next()) {
        described += events.event().msg() >= Msg.FIRST_DYNAMIC ? 1 : 0;
      }
      assertThat(described).isEqualTo(1);
    }
  }

  private void runCorpus(String layout, List<Path> java) throws Exception {
    runAll(Corpus.files(Corpus.marine(), ".log"), "", layout, java);
  }

  private void runAll(List<Path> files, String settings, String layout, List<Path> java)
      throws Exception {
    assertThat(files).hasSizeGreaterThan(30);
    for (int from = 0; from < files.size(); from += LINKS_AT_ONCE) {
      List<Path> group = files.subList(from, Math.min(files.size(), from + LINKS_AT_ONCE));
      runAndCheck(group, settings, folder.resolve(layout + from), layout, java);
    }
  }

  private static void runAndCheck(
      List<Path> files, String settings, Path journal, String layout, List<Path> java)
      throws Exception {
    List<String> run = new ArrayList<>();
    run.addAll(List.of("run", "--exit-at-end", "--layout", layout));
    run.addAll(List.of("--journal", journal.toString()));
    for (int i = 0; i < files.size(); i++) {
      run.addAll(List.of("--link", "file:" + files.get(i) + "?name=f" + i + settings));
    }
    assertThat(execute(java, run)).isEqualTo(Alidade.DONE);
    checkRaw(files, journal);
    assertThat(execute(java, List.of("verify", journal.toString()))).isEqualTo(Alidade.DONE);
    assertThat(execute(java, List.of("journal", "check", journal.toString())))
        .isEqualTo(Alidade.DONE);
  }

  private static int execute(List<Path> java, List<String> arguments) throws Exception {
    String[] array = arguments.toArray(String[]::new);
    if (java.isEmpty()) {
      return Alidade.execute(array);
    }
    Process child =
        ChildJvm.alidade(java.get(0), array)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = child.waitFor();
    if (code != 0) {
      System.out.println(said);
    }
    return code;
  }

  private static void checkRaw(List<Path> files, Path journal) throws Exception {
    List<ByteArrayOutputStream> delivered = new ArrayList<>();
    for (int i = 0; i <= files.size(); i++) {
      delivered.add(new ByteArrayOutputStream());
    }
    List<SessionInfo> sessions = Sessions.list(journal);
    assertThat(sessions).hasSize(1);
    Event event = new Event(Event.HEADER_LENGTH);
    try (SessionReader reader = SessionReader.open(sessions.get(0))) {
      while (reader.next()) {
        event.wrap(reader.record());
        assertThat(event.has(Flag.FAULT))
            .as("a defect of ours, event %s", event.sequence())
            .isFalse();
        delivered.get(event.link()).write(event.array(), event.rawOffset(), event.rawLength());
      }
      assertThat(reader.damage()).isNull();
    }
    for (int i = 0; i < files.size(); i++) {
      assertThat(delivered.get(i + 1).toByteArray())
          .as(files.get(i).getFileName().toString())
          .isEqualTo(Files.readAllBytes(files.get(i)));
    }
  }

  @Test
  void sequencesGoOnFromSessionToSession() throws Exception {
    Path file = folder.resolve("one.nmea");
    Files.write(file, "$GPGLL,4916.45,N,12311.12,W,225444,A*31\r\n".getBytes(US_ASCII));
    Path journal = folder.resolve("journal");
    for (int i = 0; i < 3; i++) {
      assertThat(
              Alidade.execute(
                  "run",
                  "--exit-at-end",
                  "--journal",
                  journal.toString(),
                  "--link",
                  "file:" + file))
          .isZero();
    }
    List<SessionInfo> sessions = Sessions.list(journal);
    assertThat(sessions).hasSize(3);
    assertThat(sessions.get(1).firstSequence()).isEqualTo(sessions.get(0).lastSequence() + 1);
    assertThat(sessions.get(2).firstSequence()).isEqualTo(sessions.get(1).lastSequence() + 1);
    assertThat(Alidade.execute("verify", journal.toString())).isZero();
  }
}
