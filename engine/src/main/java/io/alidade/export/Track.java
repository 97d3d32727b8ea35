package io.alidade.export;

import java.util.Arrays;
import java.util.Locale;

/** The positions of one vessel, in the order of their times; 24 bytes each. */
final class Track {
  /** 0 for own ship. */
  final int mmsi;

  /** What was last heard; empty where nothing was. */
  String name = "";

  String vesselClass = "";

  /** The number of the type of ship, or empty. */
  String shipType = "";

  private long[] times = new long[4];
  private double[] lats = new double[4];
  private double[] lons = new double[4];
  private int size;

  Track(int mmsi) {
    this.mmsi = mmsi;
  }

  /** What a viewer lists it by. */
  String label() {
    return mmsi == 0 ? "own ship" : name.isEmpty() ? mmsiText() : name;
  }

  /** Nine digits. */
  String mmsiText() {
    return String.format(Locale.ROOT, "%09d", mmsi);
  }

  /** Adds a position; where times stepped back, before those that are later. */
  void add(long timeNs, double lat, double lon) {
    if (size == times.length) {
      int more = size * 2;
      times = Arrays.copyOf(times, more);
      lats = Arrays.copyOf(lats, more);
      lons = Arrays.copyOf(lons, more);
    }
    int at = size;
    if (at > 0 && times[at - 1] > timeNs) {
      at = placeAfter(timeNs);
      System.arraycopy(times, at, times, at + 1, size - at);
      System.arraycopy(lats, at, lats, at + 1, size - at);
      System.arraycopy(lons, at, lons, at + 1, size - at);
    }
    times[at] = timeNs;
    lats[at] = lat;
    lons[at] = lon;
    size++;
  }

  /** Behind the last position that is not later. */
  private int placeAfter(long timeNs) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] <= timeNs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int size() {
    return size;
  }

  /** Receive time, ns since 1970. */
  long timeNs(int index) {
    return times[index];
  }

  double lat(int index) {
    return lats[index];
  }

  double lon(int index) {
    return lons[index];
  }
}
