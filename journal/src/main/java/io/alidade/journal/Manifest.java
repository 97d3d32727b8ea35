package io.alidade.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a session's directory says about its content; see {@link SessionInfo} for the counts.
 *
 * @param epoch the journal's identity
 * @param session the session's id
 * @param software version of the program that wrote it
 * @param startTimeNs when it began, ns since 1970 (UTC)
 * @param state whether it has ended, and how
 * @param maxTimeNs greatest time of a record
 * @param headLength bytes of the queue file before its first record; 0 where they are not covered
 * @param headCrc CRC32C of those bytes
 * @param gaps sequences missing between the first and the last
 * @param damage what recovery found after the last record; empty when it found nothing amiss
 */
record Manifest(
    String epoch,
    String session,
    String software,
    long startTimeNs,
    State state,
    long records,
    long bytes,
    long firstSequence,
    long lastSequence,
    long firstTimeNs,
    long lastTimeNs,
    long maxTimeNs,
    int rollingCrc,
    long headLength,
    int headCrc,
    Gaps gaps,
    String damage) {

  enum State {
    OPEN,
    CLOSED,
    RECOVERED
  }

  static final String FILE_NAME = "manifest";
  private static final String FORMAT = "1";

  /** Before it has ended, a session states the least sequence that its first record can have. */
  static Manifest opened(
      String epoch, String session, String software, long startTimeNs, long firstSequence) {
    return new Manifest(
        epoch,
        session,
        software,
        startTimeNs,
        State.OPEN,
        0,
        0,
        firstSequence,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        new Gaps(),
        "");
  }

  Manifest closed(SessionTotals totals, long headLength, int headCrc, Gaps missing) {
    return ended(State.CLOSED, totals, headLength, headCrc, missing, "");
  }

  Manifest recovered(SessionTotals totals, String damage) {
    return ended(State.RECOVERED, totals, 0, 0, new Gaps(), damage);
  }

  private Manifest ended(
      State state,
      SessionTotals totals,
      long headLength,
      int headCrc,
      Gaps missing,
      String damage) {
    return new Manifest(
        epoch,
        session,
        software,
        startTimeNs,
        state,
        totals.records(),
        totals.bytes(),
        totals.firstSequence(),
        totals.lastSequence(),
        totals.firstTimeNs(),
        totals.lastTimeNs(),
        totals.maxTimeNs(),
        totals.rollingCrc(),
        headLength,
        headCrc,
        missing,
        damage);
  }

  boolean ended() {
    return state != State.OPEN;
  }

  SessionInfo info(Path directory) {
    return new SessionInfo(
        directory.getFileName().toString(),
        directory,
        state == State.CLOSED,
        state == State.RECOVERED,
        firstSequence,
        lastSequence,
        firstTimeNs,
        lastTimeNs,
        records,
        bytes,
        rollingCrc,
        KeepMark.isSet(directory));
  }

  boolean counts(SessionTotals totals) {
    return records == totals.records()
        && bytes == totals.bytes()
        && firstSequence == totals.firstSequence()
        && lastSequence == totals.lastSequence()
        && firstTimeNs == totals.firstTimeNs()
        && lastTimeNs == totals.lastTimeNs()
        && rollingCrc == totals.rollingCrc();
  }

  void write(Path directory) throws IOException {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("format", FORMAT);
    pairs.put("epoch", epoch);
    pairs.put("session", session);
    pairs.put("software", software);
    pairs.put("startTimeNs", Long.toString(startTimeNs));
    pairs.put("state", state.name().toLowerCase(Locale.ROOT));
    pairs.put("firstSequence", Long.toString(firstSequence));
    if (ended()) {
      pairs.put("records", Long.toString(records));
      pairs.put("bytes", Long.toString(bytes));
      pairs.put("lastSequence", Long.toString(lastSequence));
      pairs.put("firstTimeNs", Long.toString(firstTimeNs));
      pairs.put("lastTimeNs", Long.toString(lastTimeNs));
      pairs.put("maxTimeNs", Long.toString(maxTimeNs));
      pairs.put("rollingCrc", String.format("%08x", rollingCrc));
      pairs.put("headLength", Long.toString(headLength));
      pairs.put("headCrc", String.format("%08x", headCrc));
      pairs.put("gaps", gaps.toString());
      pairs.put("damage", damage);
    }
    KeyValueFile.write(directory.resolve(FILE_NAME), pairs);
  }

  /** The manifest, or null when the directory has none or one that cannot be relied upon. */
  static Manifest read(Path directory) throws IOException {
    Map<String, String> pairs = KeyValueFile.read(directory.resolve(FILE_NAME));
    if (pairs == null || !FORMAT.equals(pairs.get("format"))) {
      return null;
    }
    try {
      return new Manifest(
          pairs.get("epoch"),
          pairs.get("session"),
          pairs.get("software"),
          Long.parseLong(pairs.get("startTimeNs")),
          State.valueOf(pairs.get("state").toUpperCase(Locale.ROOT)),
          number(pairs, "records"),
          number(pairs, "bytes"),
          number(pairs, "firstSequence"),
          number(pairs, "lastSequence"),
          number(pairs, "firstTimeNs"),
          number(pairs, "lastTimeNs"),
          number(pairs, pairs.containsKey("maxTimeNs") ? "maxTimeNs" : "lastTimeNs"),
          Integer.parseUnsignedInt(pairs.getOrDefault("rollingCrc", "0"), 16),
          number(pairs, "headLength"),
          Integer.parseUnsignedInt(pairs.getOrDefault("headCrc", "0"), 16),
          Gaps.parse(pairs.getOrDefault("gaps", "")),
          pairs.getOrDefault("damage", ""));
    } catch (IllegalArgumentException | NullPointerException e) {
      return null; // A key is missing or no number.
    }
  }

  private static long number(Map<String, String> pairs, String key) {
    return Long.parseLong(pairs.getOrDefault(key, "0"));
  }
}
