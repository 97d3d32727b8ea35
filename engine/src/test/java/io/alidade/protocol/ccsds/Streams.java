package io.alidade.protocol.ccsds;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FrameKind;
import io.alidade.framing.Framer;
import io.alidade.protocol.Decoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;

/** Bytes through a framer and a decoder, as a link would pass them. */
public final class Streams {
  /** A frame as a framer gave it. */
  public record Frame(FrameKind kind, byte[] bytes) {
    @Override
    public String toString() {
      return kind + ":" + HexFormat.of().formatHex(bytes);
    }
  }

  private Streams() {}

  public static Path satellite() {
    Path folder = Path.of(System.getProperty("alidade.corpus", ""), "satellite");
    Assumptions.assumeTrue(Files.isDirectory(folder), "no corpus at " + folder);
    return folder;
  }

  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  public static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Frames of the bytes in reads of one to {@code largest} bytes; of all at once when it is 0. */
  public static List<Frame> frames(Framer framer, byte[] bytes, int largest, Random random) {
    List<Frame> frames = new ArrayList<>();
    int read;
    for (int i = 0; i < bytes.length; i += read) {
      read = largest == 0 ? bytes.length : Math.min(bytes.length - i, 1 + random.nextInt(largest));
      byte[] scratch = new byte[read + 7];
      System.arraycopy(bytes, i, scratch, 4, read);
      framer.feed(
          scratch,
          4,
          read,
          (kind, array, at, length) -> frames.add(frame(kind, array, at, length)));
      Arrays.fill(scratch, (byte) 0x55);
    }
    framer.end((kind, array, at, length) -> frames.add(frame(kind, array, at, length)));
    return frames;
  }

  private static Frame frame(FrameKind kind, byte[] array, int at, int length) {
    return new Frame(kind, Arrays.copyOfRange(array, at, at + length));
  }

  public static byte[] concatenation(List<Frame> frames) {
    return join(frames.stream().map(Frame::bytes).toArray(byte[][]::new));
  }

  /** Decodes each frame, and what it holds, to events of their own. */
  public static List<Event> decode(Decoder decoder, List<Frame> frames) {
    List<Event> events = new ArrayList<>();
    for (Frame frame : frames) {
      Event event = new Event(Event.HEADER_LENGTH + frame.bytes().length + 140_000);
      event.begin(frame.kind(), 1, events.size());
      event.raw(frame.bytes(), 0, frame.bytes().length);
      decoder.decode(event);
      events.add(trimmed(event));
      while (decoder.hasDerived()) {
        Event derived = new Event(140_000);
        derived.begin(FrameKind.DERIVED, 1, events.size());
        decoder.derive(derived);
        events.add(trimmed(derived));
      }
    }
    return events;
  }

  private static Event trimmed(Event event) {
    if (!event.isWellFormed()) {
      throw new AssertionError("not well-formed");
    }
    return new Event(0).wrap(Arrays.copyOf(event.array(), event.length()));
  }

  /** A number or boolean of the decoded section, -1 when absent. */
  public static long number(Event event, Field field) {
    FieldReader fields = event.decoded();
    if (!fields.find(field)) {
      return -1;
    }
    return fields.isNumber() ? fields.mantissa() : fields.bool() ? 1 : 0;
  }

  /** Text of the decoded section, null when absent. */
  public static String text(Event event, Field field) {
    FieldReader fields = event.decoded();
    return fields.find(field) ? fields.text() : null;
  }

  /** The bytes of a hexadecimal field, null when absent. */
  public static byte[] hex(Event event, Field field) {
    FieldReader fields = event.decoded();
    if (!fields.find(field)) {
      return null;
    }
    int at = fields.bytesOffset();
    return Arrays.copyOfRange(event.array(), at, at + fields.bytesLength());
  }

  /** The space packet that the event's fields describe. */
  public static byte[] packet(Event event) {
    int id =
        (int) number(event, Field.TYPE) << 12
            | (int) number(event, Field.SECHDR) << 11
            | (int) number(event, Field.APID);
    int flags =
        List.of("continuation", "first", "last", "unsegmented")
            .indexOf(text(event, Field.SEQFLAGS));
    int sequence = flags << 14 | (int) number(event, Field.SEQCOUNT);
    int length = (int) number(event, Field.LENGTH) - 1;
    return join(
        new byte[] {
          (byte) (id >> 8),
          (byte) id,
          (byte) (sequence >> 8),
          (byte) sequence,
          (byte) (length >> 8),
          (byte) length
        },
        hex(event, Field.DATA));
  }

  /** A telemetry packet of version 0 whose data are counted up from the sequence count. */
  public static byte[] packet(int apid, int count, int dataLength) {
    byte[] packet = new byte[6 + dataLength];
    packet[0] = (byte) (apid >> 8);
    packet[1] = (byte) apid;
    packet[2] = (byte) (0xC0 | count >> 8);
    packet[3] = (byte) count;
    packet[4] = (byte) (dataLength - 1 >> 8);
    packet[5] = (byte) (dataLength - 1);
    for (int i = 0; i < dataLength; i++) {
      packet[6 + i] = (byte) (count + i);
    }
    return packet;
  }
}
