import { VIDEO_CODECS } from '../../dist/src/pipeline/media/formats.js';
import type { VideoCodec } from '../../dist/src/pipeline/media/formats.js';
import { CRF } from '../../dist/src/pipeline/plan/quality.js';
import { videoEncoderArgs } from '../../dist/src/pipeline/plan/videoEncoder.js';
import { shown, signed, sum, table } from './markdown.mts';
import { CONTENTS } from './measure.mts';
import type { Bench, Measurement } from './measure.mts';
import { QUALITIES } from '../../dist/src/pipeline/media/quality.js';

const SECONDS = 3;
export const extensionOf = (codec: VideoCodec): string => (codec === 'vp9' ? 'webm' : 'mp4');

const hasCodec = ({ encoders: { names } }: Bench, codec: VideoCodec): boolean =>
  codec !== 'av1' || names.has('libsvtav1');

export const crfTable = (): string =>
  table(
    ['level', ...VIDEO_CODECS],
    QUALITIES.map((level) => [level, ...VIDEO_CODECS.map((codec) => String(CRF[codec][level]))]),
  );

/** Every level of every codec on every content, and how far each lies from h264. */
export async function levels(bench: Bench): Promise<string> {
  const rows: string[][] = [];
  for (const level of QUALITIES) {
    let reference: Measurement[] = [];
    for (const codec of VIDEO_CODECS.filter((one) => hasCodec(bench, one))) {
      const found: Measurement[] = [];
      for (const content of CONTENTS)
        found.push(
          await bench.encode(
            await bench.clip(content, SECONDS),
            videoEncoderArgs(codec, { level }, bench.encoders),
            extensionOf(codec),
          ),
        );
      if (codec === 'h264') reference = found;
      const apart = found.map(({ ssim }, index) => ssim - (reference[index]?.ssim ?? ssim));
      const furthest = apart.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0);
      rows.push([
        level,
        codec,
        ...found.map(shown),
        ...(codec === 'h264' ? ['', ''] : [signed(sum(apart) / apart.length), signed(furthest)]),
      ]);
    }
  }
  return table(['level', 'codec', ...CONTENTS, 'mean from h264', 'furthest from h264'], rows);
}

/** Neighbouring presets at the level medium: [what stands in the arguments, what is tried in its place]. */
const PRESETS: Record<VideoCodec, [string, string[]]> = {
  h264: ['-preset', ['superfast', 'veryfast', 'faster']],
  h265: ['-preset', ['ultrafast', 'superfast', 'veryfast']],
  vp9: ['-cpu-used', ['5', '4', '2']],
  av1: ['-preset', ['12', '10', '8']],
};

/** What a step to the next preset costs and gains: bytes at equal similarity, read off the line between two levels. */
export async function presets(bench: Bench): Promise<string> {
  const rows: string[][] = [];
  for (const codec of VIDEO_CODECS.filter((one) => hasCodec(bench, one))) {
    const [option, values] = PRESETS[codec];
    const used = videoEncoderArgs(codec, { level: 'medium' }, bench.encoders);
    const place = used.indexOf(option) + 1;
    for (const value of values) {
      const args = used.with(place, value);
      let [bytes, equal, ssim, cpu] = [0, 0, 0, 0];
      for (const content of CONTENTS) {
        const clip = await bench.clip(content, SECONDS);
        const [low, made, high, wanted] = [
          await bench.encode(clip, args.with(args.indexOf('-crf') + 1, String(CRF[codec].low)), extensionOf(codec)),
          await bench.encode(clip, args, extensionOf(codec)),
          await bench.encode(clip, args.with(args.indexOf('-crf') + 1, String(CRF[codec].high)), extensionOf(codec)),
          await bench.encode(clip, used, extensionOf(codec)),
        ];
        const [from, to] = wanted.ssim < made.ssim ? [low, made] : [made, high];
        equal +=
          Math.exp(
            Math.log(from.bytes) +
              ((wanted.ssim - from.ssim) / (to.ssim - from.ssim || 1)) * Math.log(to.bytes / from.bytes),
          ) / wanted.bytes;
        bytes += made.bytes;
        ssim += made.ssim;
        cpu += made.cpu;
      }
      const n = CONTENTS.length;
      rows.push([
        codec,
        value === used[place] ? `**${option} ${value}**` : `${option} ${value}`,
        (ssim / n).toFixed(4),
        (bytes / 1000).toFixed(0),
        `${((100 * equal) / n).toFixed(0)}%`,
        cpu.toFixed(1),
      ]);
    }
  }
  return table(['codec', 'preset', 'mean SSIM', 'kB, all contents', 'bytes at equal SSIM', 'processor s'], rows);
}

/** Bits per second of results whose source had no more than a ceiling, as a part of that ceiling. */
export async function ceilings(bench: Bench): Promise<string> {
  const rows: string[][] = [];
  for (const codec of VIDEO_CODECS.filter((one) => hasCodec(bench, one))) {
    for (const bitrate of [150_000, 500_000]) {
      const row: string[] = [];
      for (const content of ['screen', 'camera'] as const) {
        for (const seconds of [4, 20]) {
          const made = await bench.encode(
            await bench.clip(content, seconds),
            videoEncoderArgs(codec, { level: 'medium', maxBitrate: { bitrate, seconds } }, bench.encoders),
            extensionOf(codec),
          );
          row.push(((made.bytes * 8) / seconds / bitrate).toFixed(2));
        }
      }
      rows.push([codec, `${bitrate / 1000} kb/s`, ...row]);
    }
  }
  return table(['codec', 'ceiling', 'screen, 4 s', 'screen, 20 s', 'camera, 4 s', 'camera, 20 s'], rows);
}
