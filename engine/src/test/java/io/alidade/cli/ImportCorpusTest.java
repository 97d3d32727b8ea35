package io.alidade.cli;

import static io.alidade.cli.Commands.done;
import static io.alidade.cli.Commands.forEach;
import static io.alidade.cli.Commands.lastSession;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alidade.Corpus;
import io.alidade.event.Event;
import io.alidade.event.FrameKind;
import io.alidade.event.Msg;
import io.alidade.event.Quality;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings of others that have times, imported. */
class ImportCorpusTest {
  private static final Pattern DATA_TIME =
      Pattern.compile("\\\\[^\\\\]*\\bc:(\\d+)[^\\\\]*\\\\|^(\\d{10,19}) |,(\\d{10})\\s*$");

  @TempDir Path folder;

  private void imported(Path file, Path journal, String protocol) {
    done("import", file.toString(), "--journal", journal.toString(), "--protocol", protocol);
  }

  private static void verified(Path journal) {
    done("verify", journal.toString());
    done("journal", "check", journal.toString());
  }

  private Path export(Path journal, String format, Path out) {
    done(
        "export",
        journal.toString(),
        "--session",
        lastSession(journal).id(),
        "--format",
        format,
        "-o",
        out.toString());
    return out;
  }

  /** Milliseconds of each data frame. */
  private static List<Long> dataTimes(Path journal) throws Exception {
    List<Long> times = new ArrayList<>();
    forEach(
        lastSession(journal),
        event -> {
          if (event.kind() == FrameKind.FRAME
              && event.msg() != Msg.KISS_COMMAND
              && event.quality() != Quality.INVALID) {
            assertThat(event.rxTime() % 1_000_000).isZero();
            times.add(event.rxTime() / 1_000_000);
          }
        });
    return times;
  }

  /** Every pass, with the times that its demodulator wrote beside it; out as KISS and in again. */
  @Test
  void passesKeepTheirTimesToTheMillisecondOutAndInAgain() throws Exception {
    Path journal = folder.resolve("in");
    Path again = folder.resolve("again");
    ObjectMapper mapper = new ObjectMapper();
    int passes = 0;
    for (Path pass : Corpus.files(Corpus.satellite().resolve("gr-satellites-decoded"), ".kss")) {
      Path frames =
          pass.resolveSibling(pass.getFileName().toString().replace(".kss", ".frames.jsonl"));
      List<Long> expected = new ArrayList<>();
      for (String line : Files.readAllLines(frames)) {
        expected.add(mapper.readTree(line).get("t_ms").asLong());
      }
      imported(pass, journal, "kiss");
      assertThat(dataTimes(journal)).as(pass.toString()).isEqualTo(expected).isNotEmpty();
      Path raw = export(journal, "raw", folder.resolve("raw" + passes));
      assertThat(raw).hasSameBinaryContentAs(pass);

      Path kiss = export(journal, "kiss", folder.resolve("kiss" + passes));
      imported(kiss, again, "kiss");
      assertThat(dataTimes(again)).as(pass.toString()).isEqualTo(expected);
      assertThat(contents(again)).isEqualTo(contents(journal));
      passes++;
    }
    assertThat(passes).isGreaterThan(30);
    verified(journal);
    verified(again);
  }

  /** What the decoder made of each data frame: its decoded section. */
  private static List<String> contents(Path journal) throws Exception {
    List<String> contents = new ArrayList<>();
    forEach(
        lastSession(journal),
        event -> {
          if (event.kind() == FrameKind.FRAME && event.msg() != Msg.KISS_COMMAND) {
            int from = Event.HEADER_LENGTH + event.rawLength();
            contents.add(
                new String(
                    event.array(), from, event.decodedLength(), StandardCharsets.ISO_8859_1));
          }
        });
    return contents;
  }

  /** Each line's own time, found here by a pattern. */
  @ParameterizedTest
  @CsvSource({
    "BertoldVdb+go-ais/aistest.nmea, 998",
    "ais-dotnet+Ais.Net/Ais1000Lines.nm4, 754",
    "schwehr+libais/typeexamples.nmea, 10",
    "schwehr+libais/tagblock.nmea, 4",
    "dma-ais+AisLib/small_cb_example.txt, 5",
    "dma-ais+AisLib/stream_example.txt, 1",
    "schwehr+libais/test.aivdm, 10",
    "ntpsec+gpsd/sample.aivdm, 3"
  })
  void linesKeepTheTimesThatTheyCarry(String name, int atLeast) throws Exception {
    Path file = Corpus.marine().resolve(name);
    Path journal = folder.resolve("journal");
    imported(file, journal, "nmea");
    verified(journal);
    assertThat(export(journal, "raw", folder.resolve("raw"))).hasSameBinaryContentAs(file);

    List<String> sentences = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    forEach(
        lastSession(journal),
        event -> {
          if (event.kind().isFromLink() && event.kind() != FrameKind.NOISE) {
            String raw =
                new String(
                    event.array(),
                    event.rawOffset(),
                    event.rawLength(),
                    StandardCharsets.ISO_8859_1);
            sentences.add(raw.strip());
            times.add(event.rxTime());
          }
        });
    int found = 0;
    int next = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      Matcher matcher = DATA_TIME.matcher(line);
      if (line.startsWith("#") || !matcher.find()) {
        continue;
      }
      String digits = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      digits = digits == null ? matcher.group(3) : digits;
      if (matcher.group(1) != null && !hasRightChecksum(matcher.group())) {
        continue; // what such a block says is not believed
      }
      long time = Long.parseLong(digits) * (long) Math.pow(10, 19 - digits.length());
      String sentence = matcher.group(2) == null ? line : line.substring(digits.length() + 1);
      int at = sentences.subList(next, sentences.size()).indexOf(sentence.strip());
      assertThat(at).as(line).isNotNegative();
      next += at + 1;
      assertThat(times.get(next - 1)).as(line).isEqualTo(time);
      found++;
    }
    assertThat(found).isGreaterThanOrEqualTo(atLeast);
  }

  private static boolean hasRightChecksum(String tagBlock) {
    int star = tagBlock.lastIndexOf('*');
    int sum = 0;
    for (int i = 1; i < star; i++) {
      sum ^= tagBlock.charAt(i);
    }
    return tagBlock.substring(star + 1).equalsIgnoreCase(String.format("%02x\\", sum));
  }

  @Test
  void framesWithoutTimesAreImportedAtARate() throws Exception {
    Path file = Corpus.satellite().resolve("ccsds-rs/snpp_synchronized_cadus.dat");
    Path journal = folder.resolve("journal");
    done(
        "import",
        file.toString(),
        "--journal",
        journal.toString(),
        "--protocol",
        "ccsds-aos",
        "--set",
        "frame=892",
        "--set",
        "rs=16",
        "--set",
        "interleave=4",
        "--set",
        "randomized=yes",
        "--start",
        "2012-05-04T10:00:00Z",
        "--rate",
        "15000000");
    verified(journal);
    assertThat(export(journal, "raw", folder.resolve("raw"))).hasSameBinaryContentAs(file);
    long length = lastSession(journal).lastTimeNs() - lastSession(journal).firstTimeNs();
    assertThat(length).isEqualTo(Files.size(file) * 8 * 1_000_000_000L / 15_000_000);
    assertThat(Files.size(export(journal, "packets", folder.resolve("packets")))).isEqualTo(53_098);
  }
}
