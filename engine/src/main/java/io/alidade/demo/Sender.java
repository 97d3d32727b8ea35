package io.alidade.demo;

/** Something that sends bytes at times, without end. */
interface Sender {
  /**
   * Gives the next bytes.
   *
   * @param out at least {@link Traffic#MAX_LENGTH} bytes, written from 0 on
   * @return how many bytes
   */
  int next(byte[] out);

  /** When the bytes given last are due, milliseconds since the start; never goes back. */
  long dueMs();
}
