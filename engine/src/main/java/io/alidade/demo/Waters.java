package io.alidade.demo;

/**
 * Tracks over Lyme Bay, on the English south coast, and the Channel before it: wide, simple water
 * with harbours at both ends. Degrees north and east. All keep clear of the land.
 */
final class Waters {
  /** Up the Channel well south of the bay, and back in the other lane. */
  static final Route CHANNEL_LANES =
      Route.of(49.98, -4.05)
          .to(50.06, -3.20)
          .to(50.14, -2.25)
          .to(50.24, -2.25)
          .to(50.18, -3.20)
          .to(50.10, -4.05);

  /** Tor Bay to the roads east of Portland, round the Bill. */
  static final Route COASTER =
      Route.of(50.43, -3.46)
          .to(50.43, -3.20)
          .to(50.40, -2.60)
          .to(50.43, -2.36)
          .stop(50.55, -2.36, 8)
          .andBack();

  static final Route FAST_FERRY =
      Route.of(50.40, -2.45).to(50.38, -2.70).to(50.42, -3.30).stop(50.45, -3.48, 4).andBack();

  static final Route TOR_BAY_FERRY =
      Route.of(50.435, -3.500).stop(50.4570, -3.5260, 3).to(50.435, -3.500).stop(50.404, -3.509, 3);

  static final Route EXCURSION =
      Route.of(50.590, -3.370).to(50.55, -3.30).to(50.60, -3.20).to(50.655, -3.15).andBack();

  static final Route DART_COASTING =
      Route.of(50.535, -3.455).to(50.46, -3.44).to(50.40, -3.45).to(50.34, -3.49).andBack();

  static final Route TRAWL_WEST =
      Route.of(50.48, -3.22).to(50.52, -3.08).to(50.50, -3.05).to(50.46, -3.19);

  static final Route TRAWL_MID =
      Route.of(50.58, -3.02).to(50.60, -2.84).to(50.57, -2.84).to(50.55, -3.00);

  static final Route TRAWL_EAST =
      Route.of(50.42, -2.80).to(50.52, -2.68).to(50.54, -2.72).to(50.44, -2.86);

  static final Route PILOT =
      Route.of(50.410, -3.485).to(50.42, -3.40).to(50.39, -3.34).stop(50.405, -3.450, 5);

  static final Route TUG = Route.of(50.43, -3.44).to(50.50, -3.30).to(50.44, -3.28).andBack();

  static final Route LIFEBOAT =
      Route.of(50.56, -3.34).to(50.62, -3.10).to(50.66, -2.92).to(50.56, -2.86).to(50.47, -3.18);

  static final Route CROSSING =
      Route.of(50.34, -3.48).to(50.44, -3.00).to(50.46, -2.56).to(50.52, -2.80).to(50.40, -3.40);

  static final Route RACE = Route.of(50.430, -3.500).to(50.450, -3.500).to(50.440, -3.465);

  static final Route ANGLING =
      Route.of(50.695, -2.94).to(50.680, -2.84).to(50.690, -2.78).to(50.66, -2.83).to(50.67, -2.92);

  static final Route HELICOPTER =
      Route.of(50.60, -3.25).to(50.62, -2.80).to(50.50, -2.65).to(50.30, -2.90).to(50.35, -3.30);

  static final Route OWN =
      Route.of(50.55, -3.28).to(50.62, -3.02).to(50.58, -2.78).to(50.46, -2.86).to(50.46, -3.20);

  private Waters() {}
}
