package io.alidade.cli;

import io.alidade.broadcast.Gateway;
import io.alidade.event.Event;
import io.alidade.event.EventJson;
import io.alidade.event.Links;
import io.alidade.link.Outlet;
import io.alidade.replay.Replay;
import io.alidade.replay.SessionEvents;
import java.io.IOException;

/** Where a replay goes: pages, standard output, a link; each or null. */
final class ReplayAudience implements Replay.Audience {
  private static final int WRITE_BYTES = 64 * 1024;

  private final Gateway gateway;
  private final StandardOutput out;
  private final Outlet outlet;
  private final EventJson json;

  /**
   * An audience.
   *
   * @param out takes events as JSON lines
   * @param raw whether those have the raw bytes
   * @param outlet takes the raw bytes
   */
  ReplayAudience(Gateway gateway, StandardOutput out, boolean raw, Outlet outlet) {
    this.gateway = gateway;
    this.out = out;
    this.outlet = outlet;
    json = new EventJson(new Links(), raw, true);
  }

  /** The link does not take any more; the message says why. */
  static final class LinkEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LinkEnded(IOException fault) {
      super(fault.getMessage(), fault);
    }
  }

  /** Standard output does not take any more. */
  static final class OutputEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputEnded() {
      super(null, null, false, false);
    }
  }

  @Override
  public void begins(SessionEvents session) {
    Links links = session.links();
    if (gateway != null) {
      gateway.links(links);
    }
    json.links(links);
  }

  @Override
  public boolean offerKnown(Event event) {
    if (gateway == null) {
      return true;
    }
    if (!gateway.hasRoom()) {
      return false;
    }
    gateway.publishKnown(event);
    return true;
  }

  @Override
  public boolean offer(Event event) {
    if (gateway != null) {
      if (!gateway.hasRoom()) {
        return false;
      }
      gateway.publish(event);
    }
    if (out != null) {
      print(event);
    }
    if (outlet != null && event.kind().isFromLink()) {
      send(event);
    }
    return true;
  }

  private void print(Event event) {
    json.append(event);
    json.append((byte) '\n');
    for (int at = event.messagesStart(); at < event.length(); at = event.messageEnd(at)) {
      json.appendMessage(event, at);
      json.append((byte) '\n');
    }
    if (json.length() >= WRITE_BYTES) {
      rests();
    }
  }

  private void send(Event event) {
    try {
      outlet.write(event.array(), event.rawOffset(), event.rawLength());
    } catch (IOException fault) {
      throw new LinkEnded(fault);
    }
  }

  @Override
  public void rests() {
    if (json.length() > 0) {
      boolean taken = out.write(json.array(), json.length());
      json.clear();
      if (!taken) {
        throw new OutputEnded();
      }
    }
  }

  @Override
  public boolean isSettled() {
    return gateway == null || gateway.isDrained();
  }
}
