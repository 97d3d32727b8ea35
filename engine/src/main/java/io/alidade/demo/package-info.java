/**
 * Lifelike vessel traffic for a demonstration: vessels of our own invention on a stretch of sea,
 * the AIS and NMEA 0183 sentences that a shore station there would receive, and their play at line
 * rate into any output stream. The traffic is a function of its seed and start time alone. Nothing
 * here is on the way of real data.
 */
package io.alidade.demo;
