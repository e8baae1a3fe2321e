import { mediaError } from '../errors/mediaError';

/** Names of ffmpeg encoders that the found binary offers, without those it calls experimental. */
export interface Encoders {
  readonly binary: string;
  readonly version: string;
  readonly names: ReadonlySet<string>;
}

/** ffmpeg's encoders for what a user names, the best first. */
const CANDIDATES = {
  h264: ['libx264'],
  h265: ['libx265'],
  vp9: ['libvpx-vp9'],
  av1: ['libsvtav1', 'libaom-av1'],
  aac: ['aac'],
  mp3: ['libmp3lame'],
  vorbis: ['libvorbis'],
  opus: ['libopus'],
  pcm: ['pcm_s16le'],
  flac: ['flac'],
  gif: ['gif'],
  webp: ['libwebp_anim'],
  png: ['png'],
} as const;

export type Encodable = keyof typeof CANDIDATES;

/** The encoder to use for a codec; throws `encoder_missing` where the binary has none. */
export function encoderFor(codec: Encodable, { binary, version, names }: Encoders): string {
  const found = CANDIDATES[codec].find((name) => names.has(name));
  if (found === undefined) {
    throw mediaError('encoder_missing', {
      binary: `ffmpeg ${version} (${binary})`,
      codec,
      why: `it has no ${CANDIDATES[codec].join(' or ')}`,
    });
  }
  return found;
}
