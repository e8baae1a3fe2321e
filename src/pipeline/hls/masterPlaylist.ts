import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapLimit } from '../base/mapLimit';
import { largest } from '../base/extremes';
import type { ProducedFile } from '../storage/destination';
import { SIDE_TYPES } from '../media/formats';
import type { SideFormat } from '../media/formats';
import type { ExpectedOutput } from '../media/expectedOutput';
import type { MediaInfo, VideoInfo } from '../media/mediaInfo';
import { startAtZero } from './initSegment';
import { beginningOf, secondsOf, segmentsOf } from './mediaPlaylist';
import { settleSegment } from './settleSegment';

/** How a master playlist is to be written once its renditions are there. */
export interface Rendition {
  playlist: string;
  width: number;
  height: number;
  fps: number;
}

export interface MasterPlaylist {
  renditions: Rendition[];
  audioPlaylist: string | null;
  segments: SideFormat;
}

/** H.264 profiles as RFC 6381 writes them: profile_idc and constraint flags. */
const PROFILES: Record<string, string> = {
  'Constrained Baseline': '42C0',
  Baseline: '4200',
  Main: '4D40',
  High: '6400',
};
const AAC_LC = 'mp4a.40.2';

const avc = ({ profile, level }: VideoInfo): string =>
  `avc1.${PROFILES[profile ?? ''] ?? '6400'}${(level ?? 40).toString(16).toUpperCase().padStart(2, '0')}`;

/**
 * Writes the master playlist of an HLS set, true to what was encoded, when all segments have their times. Answers it and all files that lie beside the media playlists, each with its size.
 * @param probed what each media playlist was found to be
 */
export async function writeMasterPlaylist(
  folder: string,
  output: ExpectedOutput,
  { renditions, audioPlaylist, segments: made }: MasterPlaylist,
  probed: ReadonlyMap<string, MediaInfo>,
): Promise<{ master: ProducedFile; segments: ProducedFile[] }> {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:6', '#EXT-X-INDEPENDENT-SEGMENTS'];
  const sound = audioPlaylist === null ? null : await measure(folder, audioPlaylist, made);
  if (audioPlaylist !== null)
    lines.push(
      `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,URI="${audioPlaylist}"`,
    );
  const sets = [sound?.files ?? []];
  for (const { playlist, width, height, fps } of renditions) {
    const picture = await measure(folder, playlist, made);
    const video = probed.get(playlist)?.video;
    sets.push(picture.files);
    const attributes = [
      `BANDWIDTH=${picture.peak + (sound?.peak ?? 0)}`,
      `AVERAGE-BANDWIDTH=${picture.average + (sound?.average ?? 0)}`,
      `CODECS="${[...(video ? [avc(video)] : []), ...(sound ? [AAC_LC] : [])].join(',')}"`,
      `RESOLUTION=${width}x${height}`,
      `FRAME-RATE=${fps.toFixed(3)}`,
      ...(sound ? ['AUDIO="sound"'] : []),
    ];
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, playlist);
  }
  const path = join(folder, output.file);
  await writeFile(path, `${lines.join('\n')}\n`);
  return {
    master: { ...output, path, bytes: (await stat(path)).size },
    segments: sets.flat(),
  };
}

/** A film has thousands of segments: so many are open, and in memory, at a time. */
const AT_ONCE = 8;

/** Peak and average bits per second (RFC 8216, 4.3.4.2: the largest segment's bits over its length), and all files that a media playlist names. */
async function measure(
  folder: string,
  playlist: string,
  format: SideFormat,
): Promise<{ peak: number; average: number; files: ProducedFile[] }> {
  const text = await readFile(join(folder, playlist), 'utf8');
  const listed = segmentsOf(text);
  const beginning = beginningOf(text);
  if (beginning !== null) await startAtZero(join(folder, beginning));
  const produced = async (file: string): Promise<ProducedFile> => {
    const path = join(folder, file);
    return { file, path, format, mime: SIDE_TYPES[format].mime, bytes: (await stat(path)).size };
  };
  const segments = await mapLimit(AT_ONCE, listed, async ({ file }) => {
    await settleSegment(join(folder, file));
    return produced(file);
  });
  const bits = (bytes: number) => 8 * bytes;
  return {
    peak: Math.ceil(largest(listed.map(({ seconds }, index) => bits(segments[index]?.bytes ?? 0) / seconds))),
    average: Math.ceil(bits(segments.reduce((sum, { bytes }) => sum + bytes, 0)) / secondsOf(listed)),
    files: beginning === null ? segments : [await produced(beginning), ...segments],
  };
}
