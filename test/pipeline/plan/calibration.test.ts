import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import contents from '../../../scripts/calibration/contents.json';
import type { VideoCodec } from '../../../src/pipeline/media/formats';
import type { Rate } from '../../../src/pipeline/plan/videoEncoder';
import { videoEncoderArgs } from '../../../src/pipeline/plan/videoEncoder';
import { itWithEncoder } from '../../support/encoders';
import { mediaInfo, planContext } from '../../support/mediaInfo';
import { FFMPEG, runProgram } from '../../support/programs';
import type { Quality } from '../../../src/pipeline/media/quality';

// A small part of what docs/quality.md holds, measured anew.
const { encoders } = planContext(mediaInfo());
const CONTENTS = ['texture', 'screen'] as const;
const LEVELS = ['low', 'medium', 'high'] as const satisfies Quality[];
const ENCODERS = [
  ['h264', 'libx264'],
  ['h265', 'libx265'],
  ['vp9', 'libvpx-vp9'],
  ['av1', 'libsvtav1'],
] as const;

type Content = (typeof CONTENTS)[number];

let folder: string;
let reference: Measured[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calibration-'));
  for (const content of CONTENTS) await makeClip(content, 1);
  await makeClip('screen', 4);
  reference = await measureAll('h264');
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const ffmpeg = async (...argv: string[]) =>
  (await runProgram(FFMPEG, ['-nostdin', '-hide_banner', '-y', ...argv])).stderr;
const clip = (content: Content, seconds: number) => join(folder, `${content}-${seconds}.mkv`);
const makeClip = (content: Content, seconds: number) =>
  ffmpeg(
    '-f',
    'lavfi',
    '-i',
    contents[content],
    '-t',
    String(seconds),
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    'ffv1',
    clip(content, seconds),
  );

async function encode(codec: VideoCodec, source: string, rate: Rate): Promise<{ made: string; bytes: number }> {
  const made = join(folder, `made.${codec === 'vp9' ? 'webm' : 'mp4'}`);
  await ffmpeg('-i', source, ...videoEncoderArgs(codec, rate, encoders), made);
  return { made, bytes: (await stat(made)).size };
}

interface Measured {
  content: Content;
  level: Quality;
  bytes: number;
  ssim: number;
}

/** Every level of a codec on every content. */
async function measureAll(codec: VideoCodec): Promise<Measured[]> {
  const found: Measured[] = [];
  for (const content of CONTENTS) {
    for (const level of LEVELS) {
      const { made, bytes } = await encode(codec, clip(content, 1), { level });
      const said = await ffmpeg(
        '-i',
        made,
        '-i',
        clip(content, 1),
        '-lavfi',
        '[0:v]settb=1/25,setpts=N[made];[1:v]settb=1/25,setpts=N[source];[made][source]ssim',
        '-f',
        'null',
        '-',
      );
      found.push({ content, level, bytes, ssim: Number(/All:([\d.]+)/.exec(said)?.[1]) });
    }
  }
  return found;
}

describe.each(ENCODERS)('%s', (codec, encoder) => {
  itWithEncoder(
    encoder,
    'has levels that differ in size and likeness, and lie near those of h264',
    async () => {
      const found = codec === 'h264' ? reference : await measureAll(codec);
      for (const [index, { content, level, bytes, ssim }] of found.entries()) {
        expect(`${content} ${level} ${Math.abs(ssim - (reference[index]?.ssim ?? 0)) <= 0.01 ? 'near' : ssim}`).toBe(
          `${content} ${level} near`,
        );
        const below = found[index - 1];
        if (below?.content !== content) continue;
        expect(bytes).toBeGreaterThan(1.05 * below.bytes);
        expect(ssim).toBeGreaterThan(below.ssim + 0.0005);
      }
    },
    120_000,
  );

  itWithEncoder(
    encoder,
    "takes no more bits per second than a source's",
    async () => {
      const { bytes } = await encode(codec, clip('screen', 4), {
        level: 'medium',
        maxBitrate: { bitrate: 400_000, seconds: 4 },
      });
      expect((bytes * 8) / 4).toBeLessThanOrEqual(400_000);
      expect((bytes * 8) / 4).toBeGreaterThan(200_000);
    },
    120_000,
  );
});
