package io.alidade.demo;

import java.util.ArrayList;
import java.util.List;

/** An AIS message read from sentences, by means of its own: type, sender and all bits as digits. */
record Published(int type, int mmsi, String bits) {
  static List<Published> readAll(List<String> lines) {
    List<Published> messages = new ArrayList<>();
    StringBuilder bits = new StringBuilder();
    for (String line : lines) {
      String[] fields = line.split("[,*]", -1);
      if (!fields[0].matches("!AIVD[MO]") || fields.length < 8) {
        continue;
      }
      if (fields[2].equals("1")) {
        bits.setLength(0);
      }
      bits.append(bitsOf(fields[5]));
      bits.setLength(bits.length() - Integer.parseInt(fields[6]));
      if (fields[1].equals(fields[2]) && bits.length() >= 38) {
        messages.add(new Published((int) number(bits, 0, 6), (int) number(bits, 8, 30), bits + ""));
      }
    }
    return messages;
  }

  /** An unsigned field. */
  long number(int offset, int width) {
    return number(bits, offset, width);
  }

  /** A field in two's complement. */
  long signed(int offset, int width) {
    return number(offset, width) << (64 - width) >> (64 - width);
  }

  private static long number(CharSequence bits, int offset, int width) {
    return Long.parseLong(bits, offset, offset + width, 2);
  }

  private static String bitsOf(String characters) {
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < characters.length(); i++) {
      int code = characters.charAt(i) - 48;
      code = code > 40 ? code - 8 : code;
      bits.append(Integer.toBinaryString(64 + code).substring(1));
    }
    return bits.toString();
  }
}
