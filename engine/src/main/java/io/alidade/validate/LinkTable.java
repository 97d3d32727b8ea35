package io.alidade.validate;

import io.alidade.event.Event;
import io.alidade.event.Field;
import io.alidade.event.FieldReader;
import java.util.ArrayList;
import java.util.List;

/** What a session's first event says of its links that matters here; the first has id 1. */
final class LinkTable {
  private List<String> uris = List.of();
  private boolean[] live = {};
  private boolean[] corrected = {};

  /** Takes the links of a session's first event. */
  void read(Event session) {
    List<String> read = new ArrayList<>();
    FieldReader fields = session.decoded();
    while (fields.next()) {
      if (!fields.isEnd() && fields.depth() == 2 && fields.id() == Field.URI.id) {
        read.add(fields.text());
      }
    }
    if (read.equals(uris)) {
      return;
    }
    uris = read;
    live = new boolean[read.size() + 1];
    corrected = new boolean[read.size() + 1];
    for (int i = 0; i < read.size(); i++) {
      String uri = read.get(i);
      live[i + 1] = !uri.startsWith("file:") && !uri.startsWith("stdin:");
      String query = uri.substring(uri.indexOf('?') + 1);
      corrected[i + 1] = List.of(query.split("&", -1)).contains("rollover=correct");
    }
  }

  /**
   * Whether what comes over a link was sent when it is received; false for files and standard
   * input, and for links nobody told of.
   */
  boolean isLive(int link) {
    return link < live.length && live[link];
  }

  /** Whether dates that are off by GPS week roll-overs are to be corrected. */
  boolean corrects(int link) {
    return link < corrected.length && corrected[link];
  }
}
