package io.alidade.protocol.kiss;

/**
 * Whether the data frames of a KISS link carry a checksum. Those of FlexNet (16 bits) and G8BPQ (8
 * bits), for which no specification is published, are not known here: their frames are data whose
 * last bytes are the checksum.
 */
public enum KissChecksum {
  /** As in the original protocol: none. */
  NONE,
  /**
   * SMACK 1.0 (Schiefer and Deyke): a data frame whose command byte has bit 7 set ends in a CRC-16
   * of all its unescaped bytes, command byte included, low byte first; polynomial x^16 + x^15 + x^2
   * + 1, least significant bit first, starting from 0. Ports are 0 to 7. Data frames without the
   * bit carry none.
   */
  SMACK
}
