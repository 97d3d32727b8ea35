package io.alidade.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is written from some length on, which earlier writing reached. */
final class PartFile extends OutputStream {
  private final FileChannel channel;
  private final byte[] buffer = new byte[64 * 1024];
  private int fill;
  private long length;

  /** Opens or makes the file and cuts it to a length; what is shorter is refused. */
  PartFile(Path file, long length) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.size() < length) {
        throw new IOException(file + " is shorter than it was");
      }
      channel.truncate(length).position(length);
    } catch (IOException fault) {
      channel.close();
      throw fault;
    }
    this.length = length;
  }

  /** Bytes in the file and in the buffer. */
  long length() {
    return length;
  }

  @Override
  public void write(int b) throws IOException {
    if (fill == buffer.length) {
      flush();
    }
    buffer[fill++] = (byte) b;
    length++;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (count > buffer.length - fill) {
      flush();
    }
    if (count > buffer.length) {
      put(ByteBuffer.wrap(bytes, offset, count));
    } else {
      System.arraycopy(bytes, offset, buffer, fill, count);
      fill += count;
    }
    length += count;
  }

  @Override
  public void flush() throws IOException {
    ByteBuffer waiting = ByteBuffer.wrap(buffer, 0, fill);
    fill = 0;
    put(waiting);
  }

  private void put(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Makes what was written outlast a power failure. */
  void force() throws IOException {
    flush();
    channel.force(false);
  }

  /** Closes the file without what is in the buffer. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
