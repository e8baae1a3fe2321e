export const QUALITY_LABELS = {
  very_low: { name: 'Very Low', description: 'The smallest file; the loss is easy to see or hear' },
  low: { name: 'Low', description: 'A small file, good enough for previews' },
  medium: { name: 'Medium', description: 'A balance of size and quality' },
  high: { name: 'High', description: 'Hard to tell from the source' },
  very_high: { name: 'Very High', description: 'The largest file, for material that is worked on further' },
};

export type Quality = keyof typeof QUALITY_LABELS;

export const QUALITIES = Object.keys(QUALITY_LABELS) as Quality[];
