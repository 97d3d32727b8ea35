package io.alidade.orbit;

/**
 * Where a satellite is seen from the ground at an instant, without refraction and light time.
 *
 * @param timeNs UTC, ns since 1970
 * @param azimuth degrees from north over east, 0 to below 360
 * @param elevation degrees above the horizontal plane, -90 to 90
 * @param range km
 * @param rangeRate km/s, positive while the satellite recedes
 */
public record Look(long timeNs, double azimuth, double elevation, double range, double rangeRate) {
  private static final double LIGHT_KM_S = 299_792.458;

  /**
   * The first-order Doppler shift in Hz of a downlink, to be added to its frequency: positive while
   * the satellite approaches.
   */
  public double doppler(double frequencyHz) {
    return -rangeRate / LIGHT_KM_S * frequencyHz;
  }

  /** How long a signal takes over the range, ns. */
  public long lightTimeNs() {
    return Math.round(range / LIGHT_KM_S * 1e9);
  }
}
