package io.alidade.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The receiver at the shore station: gives what it hears, and what its own instruments say, as
 * sentences in the order in which they leave its serial port.
 */
final class Receiver {
  private final Deque<byte[]> outgoing = new ArrayDeque<>();
  private final LineNoise noise;
  private int sequence;
  private boolean channelB;

  Receiver(LineNoise noise) {
    this.noise = noise;
  }

  /** Hears a message on the channels A and B in turn; returns on which. */
  char hear(AisPayload payload) {
    channelB = !channelB;
    char channel = channelB ? 'B' : 'A';
    hear(payload, channel);
    return channel;
  }

  void hear(AisPayload payload, char channel) {
    send("!AIVDM", channel, payload);
  }

  /** Passes on what the own vessel's transponder sends. */
  void own(AisPayload payload) {
    send("!AIVDO", ' ', payload);
  }

  /** Passes on a sentence without its checksum. */
  void instrument(String body) {
    outgoing.add(noise.pass(Sentence.of(body)));
  }

  /** The next bytes, a sentence or what the line made of it; null when there are none. */
  byte[] take() {
    return outgoing.poll();
  }

  private void send(String formatter, char channel, AisPayload payload) {
    for (byte[] sentence : Sentence.ofAis(formatter, channel, sequence, payload)) {
      outgoing.add(noise.pass(sentence));
    }
    if (payload.armoured().length > Sentence.MAX_PAYLOAD) {
      sequence = (sequence + 1) % 10;
    }
  }
}
