package io.alidade.journal;

import java.util.List;

/**
 * What a {@link Retention} has done, or would do.
 *
 * @param sessions the deleted sessions, oldest first
 * @param freedBytes what they took on the disk
 * @param usedBytes what the journal takes now
 * @param met whether all limits are met; if not, there was nothing more that could go
 */
public record Pruned(List<SessionInfo> sessions, long freedBytes, long usedBytes, boolean met) {
  /** Takes a copy of the list. */
  public Pruned {
    sessions = List.copyOf(sessions);
  }
}
