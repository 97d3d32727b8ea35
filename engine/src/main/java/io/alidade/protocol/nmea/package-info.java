/**
 * NMEA 0183 sentences to fields: {@link io.alidade.protocol.nmea.NmeaDecoder} checks a frame and
 * finds its parts, {@link io.alidade.protocol.nmea.Sentence} reads and writes single fields, and
 * the classes named {@code ...Sentences} say, formatter by formatter, which fields a sentence has.
 */
package io.alidade.protocol.nmea;
