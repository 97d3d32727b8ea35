/**
 * Where satellites are: element sets, passes over a station, and how a spacecraft's clock runs
 * against ours. Off the hot path, except {@link io.alidade.orbit.TimeCorrelation}. Nothing is
 * downloaded: files of elements are the operator's, leap seconds are those of {@link
 * io.alidade.event.LeapSeconds}.
 *
 * <p>Positions are those of SGP4 in its own frame TEME (true equator, mean equinox), as Orekit
 * computes them. {@link io.alidade.orbit.EarthRotation} turns them to the ground with the Greenwich
 * mean sidereal time alone: no polar motion (below 15 m on the ground) and, unless UT1 - UTC is
 * given, with UT1 = UTC (below 0.9 s by the definition of UTC: up to 420 m, 0.06 s of a low pass).
 * SGP4 itself is good to 1 to 3 km on the day of its elements. No refraction, no light time.
 */
package io.alidade.orbit;
