package io.alidade.mission;

import io.alidade.mission.Encoding.Form;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers and floats out of bytes, at any bit. No allocation. */
final class RawBits {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private RawBits() {}

  /**
   * The eight bytes from a byte, whose first bit is made the highest; what lies behind the array's
   * end is zeros. The array has at least eight bytes.
   */
  static long word(byte[] source, int index, int bit) {
    int at = Math.min(index, source.length - 8);
    return (long) BIG_ENDIAN.get(source, at) << (((index - at) << 3) + bit);
  }

  /** Bits from a place, 1 to 64, the first the most significant; they lie inside the array. */
  static long unsigned(byte[] source, int index, int bit, int bits) {
    long value = word(source, index, bit);
    if (bit + bits > 64) {
      value |= (source[index + 8] & 0xFFL) >>> (8 - bit);
    }
    return value >>> (64 - bits);
  }

  /** The bits of an encoded number, put in order. */
  static long ordered(Encoding encoding, byte[] source, int index, int bit) {
    int bits = encoding.bits;
    long value = unsigned(source, index, bit, bits);
    int[] order = encoding.order;
    if (order != null) {
      long stream = value << (64 - bits);
      long result = 0;
      int left = bits;
      for (int significance : order) {
        int width = Math.min(8, left);
        result |= (stream >>> (64 - width)) << (8 * significance);
        stream <<= width;
        left -= width;
      }
      value = result;
    }
    return encoding.leastSignificantBitFirst ? Long.reverse(value) >>> (64 - bits) : value;
  }

  /** Whether every digit of a BCD number is one. */
  static boolean isDecimal(Encoding encoding, long bits) {
    int width = encoding.form == Form.BCD ? 8 : 4;
    for (int at = 0; at < encoding.bits; at += width) {
      if (((bits >>> at) & (width == 8 ? 0xFF : 0xF)) > 9) {
        return false;
      }
    }
    return true;
  }

  /** The value of an encoded integer's bits. */
  static long integer(Encoding encoding, long bits) {
    int unused = 64 - encoding.bits;
    switch (encoding.form) {
      case TWOS_COMPLEMENT -> {
        return bits << unused >> unused;
      }
      case ONES_COMPLEMENT -> {
        long value = bits << unused >> unused;
        return value < 0 ? value + 1 : value;
      }
      case SIGN_MAGNITUDE -> {
        long magnitude = bits & (Long.MAX_VALUE >>> unused);
        return bits << unused < 0 ? -magnitude : magnitude;
      }
      case BCD, PACKED_BCD -> {
        int width = encoding.form == Form.BCD ? 8 : 4;
        long value = 0;
        for (int at = encoding.bits - width; at >= 0; at -= width) {
          value = value * 10 + ((bits >>> at) & 15);
        }
        return value;
      }
      default -> {
        return bits;
      }
    }
  }

  /** The value of an encoded float's bits. */
  static double real(Encoding encoding, long bits) {
    if (encoding.form == Form.MIL_1750A) {
      int exponent;
      long mantissa;
      int fraction;
      if (encoding.bits == 32) { // 24 bits mantissa, 8 bits exponent, both two's complement
        exponent = (byte) bits;
        mantissa = (int) bits >> 8;
        fraction = 23;
      } else { // the exponent lies between the mantissa's upper 24 and lower 16 bits
        exponent = (byte) (bits >>> 16);
        mantissa = (bits << 16 >> 40 << 16) | (bits & 0xFFFF);
        fraction = 39;
      }
      return Math.scalb((double) mantissa, exponent - fraction);
    }
    return switch (encoding.bits) {
      case 16 -> half((int) bits);
      case 32 -> Float.intBitsToFloat((int) bits);
      default -> Double.longBitsToDouble(bits);
    };
  }

  private static double half(int bits) {
    int exponent = bits >>> 10 & 31;
    int fraction = bits & 0x3FF;
    double magnitude;
    if (exponent == 31) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((double) fraction, -24);
    } else {
      magnitude = Math.scalb((double) (fraction | 0x400), exponent - 25);
    }
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  /** The bit where a terminator starts, in steps of its length; -1 for none. */
  static int find(byte[] wanted, byte[] source, int start, int first, int last) {
    int unit = wanted.length;
    for (int at = first; at + 8 * unit <= last; at += 8 * unit) {
      int equal = 0;
      while (equal < unit
          && (byte) unsigned(source, start + ((at + 8 * equal) >>> 3), at & 7, 8)
              == wanted[equal]) {
        equal++;
      }
      if (equal == unit) {
        return at;
      }
    }
    return -1;
  }
}
