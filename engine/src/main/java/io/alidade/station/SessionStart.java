package io.alidade.station;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import io.alidade.event.FieldWriter;
import io.alidade.event.Flag;
import io.alidade.event.FrameKind;
import io.alidade.event.Links;
import io.alidade.event.Msg;
import io.alidade.fuse.FuseSettings;
import io.alidade.journal.RecordLayout;
import io.alidade.link.LinkUri;
import io.alidade.link.LinkUriException;
import java.util.ArrayList;
import java.util.List;

/**
 * The first event of every session: what is needed to decode the rest again, and to know later what
 * was running.
 *
 * @param version the software that wrote the session
 * @param epoch the journal's id
 * @param session the session's id
 * @param links the links; the first has id 1
 * @param fuse the fuse stage's settings
 * @param config the configuration file's text
 * @param mission the mission database's text; empty for none. The event has it deflated.
 */
public record SessionStart(
    String version,
    String epoch,
    String session,
    List<LinkUri> links,
    FuseSettings fuse,
    String config,
    StoredText mission) {
  /** What an event takes beside its texts, bytes. */
  private static final int FIXED_BYTES = Event.HEADER_LENGTH + 256;

  /** What a link takes beside its texts, bytes. */
  private static final int LINK_BYTES = 48;

  /** The same with the mission database's text as it is. */
  public SessionStart(
      String version,
      String epoch,
      String session,
      List<LinkUri> links,
      FuseSettings fuse,
      String config,
      String mission) {
    this(version, epoch, session, links, fuse, config, StoredText.of(mission));
  }

  /** Fills an event, which gets more room where it needs it. */
  public void write(Event event, long time) {
    int needed = byteBound();
    if (event.array().length < needed) {
      event.wrap(new byte[needed]);
    }
    event.begin(FrameKind.SESSION, 0, time);
    event.receivedNs = 0;
    event.msg(Msg.SESSION);
    FieldWriter out = event.beginDecoded();
    out.text(Field.VERSION, version);
    out.text(Field.EPOCH, epoch);
    out.text(Field.SESSION, session);
    fuse.write(out);
    out.beginArray(Field.LINKS);
    for (LinkUri link : links) {
      out.beginObject(Field.LINKS);
      out.text(Field.NAME, link.name());
      out.text(Field.URI, link.toString());
      out.endNested();
    }
    out.endNested();
    out.text(Field.CONFIG, config);
    if (!mission.isEmpty()) {
      byte[] deflated = mission.deflated();
      out.hex(Field.MISSION_DEFLATED, deflated, 0, deflated.length);
    }
    event.endDecoded();
  }

  /** Bytes that are enough for its event. */
  private int byteBound() {
    long bytes = FIXED_BYTES;
    bytes += mission.deflated().length;
    for (String text : List.of(version, epoch, session, config)) {
      bytes += text.getBytes(UTF_8).length;
    }
    for (String parameter : fuse.derived()) {
      bytes += LINK_BYTES + parameter.getBytes(UTF_8).length;
    }
    for (LinkUri link : links) {
      bytes += LINK_BYTES + link.name().getBytes(UTF_8).length;
      bytes += link.toString().getBytes(UTF_8).length;
    }
    return (int) Math.min(bytes, RecordLayout.MAX_LENGTH);
  }

  /** Whether a journal takes it, with so many bytes left. */
  public boolean fits(int left) {
    Event event = new Event(Event.HEADER_LENGTH);
    write(event, 0);
    return mission.isReadable()
        && !event.has(Flag.OVERFLOW)
        && event.length() <= RecordLayout.MAX_LENGTH - left;
  }

  /** Reads such an event back. */
  public static SessionStart read(Event event) throws ConfigException {
    String version = "";
    String epoch = "";
    String session = "";
    String config = "";
    StoredText mission = StoredText.EMPTY;
    FuseSettings fuse = FuseSettings.DEFAULTS;
    List<LinkUri> links = new ArrayList<>();
    FieldReader fields = event.decoded();
    while (fields.next()) {
      if (fields.isEnd()) {
        continue;
      }
      int id = fields.id();
      if (id == Field.URI.id) {
        try {
          links.add(LinkUri.parse(fields.text()));
        } catch (LinkUriException unknown) {
          throw new ConfigException("the session's link table: " + unknown.getMessage());
        }
      } else if (fields.depth() == 0) {
        if (id == Field.VERSION.id) {
          version = fields.text();
        } else if (id == Field.EPOCH.id) {
          epoch = fields.text();
        } else if (id == Field.SESSION.id) {
          session = fields.text();
        } else if (id == Field.MISSION.id) {
          mission = StoredText.of(fields.text()); // as earlier versions stored it
        } else if (id == Field.MISSION_DEFLATED.id) {
          mission = StoredText.read(event.array(), fields.bytesOffset(), fields.bytesLength());
        } else if (id == Field.CONFIG.id) {
          config = fields.text();
        } else if (id == Field.FUSE.id) {
          fuse = FuseSettings.read(fields);
        }
      }
    }
    return new SessionStart(version, epoch, session, links, fuse, config, mission);
  }

  /** The names to show the session's events with. */
  public Links names(Mission used) {
    return new Links(used.dictionary(), links.stream().map(LinkUri::name).toArray(String[]::new));
  }

  /** The mission database that the session was recorded with. */
  public Mission recordedMission() throws ConfigException {
    return Mission.of(mission.text(), "the mission database of session " + session);
  }
}
