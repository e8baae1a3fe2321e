import type { MediaInfo } from '../media/mediaInfo';

/**
 * Bytes that the index of an MP4 or a MOV takes for a packet at the most: its size (stsz, 4), its times (stts, 8; ctts, 8), that it is a keyframe (stss, 4),
 * and its place, should each be a chunk of its own (stsc, 12; co64, 8); ISO/IEC 14496-12, 8.6 and 8.7.
 */
const PER_PACKET = 44;
/** Of its headers, and of what a stream needs to be decoded. */
const HEADERS = 64 * 1024;
/** Packets may be more than a header lets one expect. */
const MARGIN = 1.1;
/** Samples in a packet of AAC (ISO/IEC 14496-3). */
const AAC_FRAME = 1024;
/** What of the room is not needed stays as a gap: no more than this part of the file. A smaller file is written twice in no time. */
const MOST_OF_FILE = 0.01;
const LEAST_FILE = 32 * 2 ** 20;

/**
 * Pure: bytes to keep free at the front for the index of a copy of the picture and the sound, so that a large file is written once. The usual way
 * (`faststart`) writes the index last, and then all of the file once more behind it. null where that is not worth it, or the size cannot be foretold.
 */
export function roomForIndex({ bytes, duration, durationDeclared, video, audio }: MediaInfo): number | null {
  if (duration === null || !durationDeclared || bytes < LEAST_FILE) return null;
  const perSecond = (video?.fps ?? 0) + (audio?.sampleRate ?? 0) / AAC_FRAME;
  const room = Math.ceil(HEADERS + MARGIN * PER_PACKET * perSecond * duration);
  return room <= MOST_OF_FILE * bytes ? room : null;
}
