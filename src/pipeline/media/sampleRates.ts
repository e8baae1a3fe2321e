/** Sample rates that every lossy encoder takes (opus resamples to its own), in Hz. */
export const SAMPLE_RATES = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000] as const;
