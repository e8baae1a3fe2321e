/** How a value of an option is shown in a form: its name in Title Case, and what choosing it means. */
export interface ValueLabel {
  name: string;
  description: string;
}

const LEVELS: Record<string, ValueLabel> = {
  very_low: { name: 'Very Low', description: 'The smallest file; the loss is easy to see or hear' },
  low: { name: 'Low', description: 'A small file, good enough for previews' },
  medium: { name: 'Medium', description: 'A balance of size and quality' },
  high: { name: 'High', description: 'Hard to tell from the source' },
  very_high: { name: 'Very High', description: 'The largest file, for material that is worked on further' },
};

const FITS: Record<string, ValueLabel> = {
  contain: { name: 'Contain', description: 'The whole picture, with bars where the shape differs' },
  cover: { name: 'Cover', description: 'Fills the frame and crops what lies outside' },
  fill: { name: 'Fill', description: 'Stretches the picture to the frame' },
};

const POSITIONS: Record<string, ValueLabel> = {
  center: { name: 'Center', description: 'The middle of the picture' },
  top: { name: 'Top', description: 'The middle of the upper edge' },
  bottom: { name: 'Bottom', description: 'The middle of the lower edge' },
  left: { name: 'Left', description: 'The middle of the left edge' },
  right: { name: 'Right', description: 'The middle of the right edge' },
  'top-left': { name: 'Top Left', description: 'The upper left corner' },
  'top-right': { name: 'Top Right', description: 'The upper right corner' },
  'bottom-left': { name: 'Bottom Left', description: 'The lower left corner' },
  'bottom-right': { name: 'Bottom Right', description: 'The lower right corner' },
};

const CODECS: Record<string, ValueLabel> = {
  h264: { name: 'H.264', description: 'Plays on every device and in every browser' },
  h265: {
    name: 'H.265',
    description: 'About half the size of H.264; plays on newer phones and televisions, not in every browser',
  },
  vp9: { name: 'VP9', description: 'Free codec of WebM; plays in all current browsers' },
  av1: { name: 'AV1', description: 'The smallest files; slow to make, plays on recent devices' },
};

const FORMATS: Record<string, ValueLabel> = {
  mp4: { name: 'MP4', description: 'Plays almost everywhere' },
  webm: { name: 'WebM', description: 'For web pages' },
  mov: { name: 'MOV', description: 'For Apple devices and editing programs' },
  mp3: { name: 'MP3', description: 'Plays everywhere' },
  aac: { name: 'AAC', description: 'AAC in ADTS; better than MP3 at the same size' },
  ogg: { name: 'Ogg Vorbis', description: 'Vorbis in Ogg' },
  opus: { name: 'Opus', description: 'Opus in Ogg; the best at small sizes, made for speech and streaming' },
  wav: { name: 'WAV', description: 'Uncompressed; large' },
  flac: { name: 'FLAC', description: 'Compressed without loss' },
  jpeg: { name: 'JPEG', description: 'For photographs; keeps no transparency' },
  png: { name: 'PNG', description: 'Without loss, with transparency; large for photographs' },
  avif: { name: 'AVIF', description: 'The smallest files; slower to make' },
  gif: { name: 'GIF', description: 'Plays everywhere, 256 colors' },
  hls: { name: 'HLS', description: 'Playlists and segments for players that adapt to the bandwidth' },
};

const REFRAMES: Record<string, ValueLabel> = {
  center: { name: 'Center', description: 'Cuts out the middle of the picture' },
  blur: { name: 'Blur', description: 'The whole picture over a blurred copy of it' },
  track: { name: 'Track', description: 'Cuts out what moves, and follows it' },
};

const ASPECTS: Record<string, ValueLabel> = {
  '9:16': { name: '9:16', description: 'Upright, for phones: 1080×1920' },
  '4:5': { name: '4:5', description: 'Upright: 1080×1350' },
  '1:1': { name: '1:1', description: 'Square: 1080×1080' },
  '16:9': { name: '16:9', description: 'Wide: 1920×1080' },
};

const CAPTIONS: Record<string, ValueLabel> = {
  none: { name: 'None', description: 'No captions' },
  burn: { name: 'Burn In', description: 'In the picture; needs a transcript, and an ffmpeg with libass' },
  sidecar: { name: 'Sidecar', description: 'As a WebVTT file; needs a transcript' },
};

const LOUDNESS: Record<string, ValueLabel> = {
  normalize: { name: 'Normalize', description: 'To −14 LUFS, as video platforms play it' },
  keep: { name: 'Keep', description: 'As it is' },
};

const SHEETS: Record<string, ValueLabel> = {
  none: { name: 'None', description: 'No picture' },
  png: {
    name: 'PNG',
    description: 'Chosen parts, cuts, loudness and pauses over time, in the field contactSheet of the first short',
  },
};

const LABELS: Record<string, Record<string, ValueLabel>> = {
  reframe: REFRAMES,
  aspect: ASPECTS,
  captions: CAPTIONS,
  contact_sheet: SHEETS,
  loudness: LOUDNESS,
  caption_position: { ...POSITIONS, middle: { name: 'Middle', description: 'In the middle of the picture' } },
  quality: LEVELS,
  fit: FITS,
  position: POSITIONS,
  codec: CODECS,
  format: FORMATS,
  'image.format': { ...FORMATS, webp: { name: 'WebP', description: 'Smaller than JPEG and PNG, with transparency' } },
  'animation.format': {
    ...FORMATS,
    webp: { name: 'WebP', description: 'Animated WebP: smaller than GIF, all colors' },
  },
};

/** Options whose values have an order of their own. More than four values are always in the order of the alphabet, as n8n's rules want it. */
const ORDERED = ['fit', 'codec'];

/** The values of an option with their labels. Throws on a value that has none, so that no choice is left out of the form. */
export function labelledValues(
  kind: string,
  option: string,
  values: readonly string[],
): (ValueLabel & { value: string })[] {
  const labels = LABELS[`${kind}.${option}`] ?? LABELS[option] ?? {};
  const labelled = values.map((value) => {
    const label = labels[value];
    if (label === undefined)
      throw new Error(`${kind}.${option}: the value ${value} has no label in scripts/generate-labels.mts`);
    return { ...label, value };
  });
  return ORDERED.includes(option) ? labelled : labelled.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
