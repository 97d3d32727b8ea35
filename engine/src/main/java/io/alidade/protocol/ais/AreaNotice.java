package io.alidade.protocol.ais;

import io.alidade.event.Field;

/**
 * Area notice of IMO SN.1/Circ.289, functions 22 (broadcast) and 23 (addressed): a notice, its
 * time, and up to ten sub-areas of 87 bits. Lengths are in metres, angles in degrees.
 */
final class AreaNotice {
  private static final int HEAD = 55;
  private static final int SUBAREA = 87;
  private static final int NO_DURATION = 0x3FFFF;
  private static final int CIRCLE = 0;
  private static final int RECTANGLE = 1;
  private static final int SECTOR = 2;
  private static final int POLYLINE = 3;
  private static final int POLYGON = 4;
  private static final int TEXT = 5;
  private static final int POINTS = 4;
  private static final int[] SCALES = {1, 10, 100, 1000};

  private AreaNotice() {}

  static boolean write(AisFields f, int start, int end) {
    if (end - start < HEAD + SUBAREA) {
      return false;
    }
    f.number(Field.LINKAGE, start, 10);
    f.number(Field.NOTICE, start + 10, 7);
    f.monthTime(Field.TIMESTAMP, start + 17);
    int duration = f.bits.unsigned(start + 37, 18);
    if (duration != NO_DURATION) {
      f.out.integer(Field.DURATION, duration);
    }
    f.out.beginArray(Field.AREAS);
    for (int at = start + HEAD; at + SUBAREA <= end; at += SUBAREA) {
      f.out.beginObject(Field.SUBAREA);
      subarea(f, at);
      f.out.endNested();
    }
    f.out.endNested();
    return true;
  }

  private static void subarea(AisFields f, int start) {
    int shape = f.bits.unsigned(start, 3);
    f.out.integer(Field.SHAPE, shape);
    long scale = SCALES[f.bits.unsigned(start + 3, 2)];
    switch (shape) {
      case CIRCLE, RECTANGLE, SECTOR -> {
        f.longitude(Field.LON, f.bits.signed(start + 5, 25), AisFields.THOUSANDTHS);
        f.latitude(Field.LAT, f.bits.signed(start + 30, 24), AisFields.THOUSANDTHS);
        f.number(Field.PRECISION, start + 54, 3);
        if (shape == RECTANGLE) {
          f.out.integer(Field.EAST, scale * f.bits.unsigned(start + 57, 8));
          f.out.integer(Field.NORTH, scale * f.bits.unsigned(start + 65, 8));
          angle(f, Field.ORIENTATION, start + 73);
        } else {
          f.out.integer(Field.RADIUS, scale * f.bits.unsigned(start + 57, 12));
          if (shape == SECTOR) {
            angle(f, Field.LEFT, start + 69);
            angle(f, Field.RIGHT, start + 78);
          }
        }
      }
      case POLYLINE -> points(f, Field.WAYPOINTS, start + 5, scale);
      case POLYGON -> points(f, Field.POINTS, start + 5, scale);
      case TEXT -> f.text(Field.TEXT, start + 3, 14);
      default -> f.data(start + 3, start + SUBAREA);
    }
  }

  private static void angle(AisFields f, Field field, int start) {
    int degrees = f.bits.unsigned(start, 9);
    if (degrees < 360) {
      f.out.integer(field, degrees);
    }
  }

  /**
   * Each from the one before, the first from the sub-area before. The first that has no bearing or
   * no distance, and those after it, are no points.
   */
  private static void points(AisFields f, Field field, int start, long scale) {
    f.out.beginArray(field);
    for (int i = 0; i < POINTS; i++) {
      int halfDegrees = f.bits.unsigned(start + 20 * i, 10);
      int distance = f.bits.unsigned(start + 20 * i + 10, 10);
      if (halfDegrees >= 720 || distance == 0) {
        break;
      }
      f.out.beginObject(field);
      f.out.decimal(Field.BEARING, 5L * halfDegrees, 1);
      f.out.integer(Field.DISTANCE, scale * distance);
      f.out.endNested();
    }
    f.out.endNested();
  }
}
