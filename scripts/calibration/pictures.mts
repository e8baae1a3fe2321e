import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { applyOperation } from '../../dist/src/pipeline/images/applyOperation.js';
import { planAnimation } from '../../dist/src/pipeline/kinds/animation/plan.js';
import { ANIMATION_FORMATS } from '../../dist/src/pipeline/media/formats.js';
import { GIF_COLORS, WEBP_ANIMATION_QUALITY } from '../../dist/src/pipeline/plan/quality.js';
import { probeFile } from '../../dist/src/pipeline/inspect/probe.js';
import type { Binaries } from '../../dist/src/pipeline/ffmpeg/find.js';
import { shown, signed, sum, table } from './markdown.mts';
import { CONTENTS } from './measure.mts';
import type { Bench, Content, Measurement } from './measure.mts';
import { QUALITIES } from '../../dist/src/pipeline/media/quality.js';
import type { Quality } from '../../dist/src/pipeline/media/quality.js';
import { IMAGE_QUALITY } from '../../dist/src/pipeline/images/imageQuality.js';

/** Nobody stops a calibration but by its process. */
const NEVER = new AbortController().signal;

const FORMATS = ['jpeg', 'webp', 'avif'] as const;
// A file is written again under one name: nothing may be remembered of it.
sharp.cache(false);

async function measureStill(
  bench: Bench,
  content: Content,
  format: (typeof FORMATS)[number],
  quality: Quality,
): Promise<Measurement> {
  const input = await bench.still(content);
  return bench.remember(['still', input, format, String(IMAGE_QUALITY[format][quality])], async () => {
    const [made, decoded] = [join(bench.folder, `made.${format}`), join(bench.folder, 'decoded.png')];
    await applyOperation(
      {
        do: 'render',
        input,
        output: made,
        crop: null,
        scale: null,
        under: null,
        bars: null,
        format,
        quality,
      },
      bench.folder,
      NEVER,
    );
    await sharp(made).png({ compressionLevel: 1 }).toFile(decoded);
    return { bytes: statSync(made).size, ssim: await bench.ssim(decoded, input), cpu: 0 };
  });
}

export async function stills(bench: Bench): Promise<string> {
  const rows: string[][] = [];
  for (const level of QUALITIES) {
    let reference: Measurement[] = [];
    for (const format of FORMATS) {
      const found: Measurement[] = [];
      for (const content of CONTENTS) found.push(await measureStill(bench, content, format, level));
      if (format === 'jpeg') reference = found;
      const apart = found.map(({ ssim }, index) => ssim - (reference[index]?.ssim ?? ssim));
      rows.push([
        level,
        `${format} ${IMAGE_QUALITY[format][level]}`,
        ...found.map(shown),
        format === 'jpeg'
          ? ''
          : signed(sum(apart.filter((_, index) => CONTENTS[index] !== 'screen')) / (CONTENTS.length - 1)),
      ]);
    }
  }
  return table(['level', 'quality', ...CONTENTS, 'mean from jpeg without screen'], rows);
}

/** AVIF's effort: bytes, similarity and processor time at the level medium. */
export async function efforts(bench: Bench): Promise<string> {
  const rows: string[][] = [];
  for (const effort of [0, 1, 2, 3, 4]) {
    const found: Measurement[] = [];
    for (const content of CONTENTS) {
      const input = await bench.still(content);
      found.push(
        await bench.remember(['effort', input, String(effort), String(IMAGE_QUALITY.avif.medium)], async () => {
          const [made, decoded] = [join(bench.folder, 'effort.avif'), join(bench.folder, 'decoded.png')];
          const before = process.cpuUsage();
          await sharp(input)
            .avif({ quality: IMAGE_QUALITY.avif.medium, effort, chromaSubsampling: '4:2:0' })
            .toFile(made);
          const { user, system } = process.cpuUsage(before);
          await sharp(made).png({ compressionLevel: 1 }).toFile(decoded);
          return { bytes: statSync(made).size, ssim: await bench.ssim(decoded, input), cpu: (user + system) / 1e6 };
        }),
      );
    }
    rows.push([
      String(effort),
      (sum(found.map(({ ssim }) => ssim)) / found.length).toFixed(4),
      (sum(found.map(({ bytes }) => bytes)) / 1000).toFixed(0),
      sum(found.map(({ cpu }) => cpu)).toFixed(1),
    ]);
  }
  return table(['effort', 'mean SSIM', 'kB, four pictures', 'processor s'], rows);
}

const ANIMATED = { seconds: 3, width: 320, fps: 10 };

async function measureAnimation(
  bench: Bench,
  binaries: Binaries,
  content: Content,
  format: (typeof ANIMATION_FORMATS)[number],
  quality: Quality,
): Promise<Measurement> {
  const clip = await bench.clip(content, ANIMATED.seconds);
  const plan = planAnimation(
    { format, quality, end: ANIMATED.seconds, width: ANIMATED.width, fps: ANIMATED.fps },
    {
      source: await probeFile(clip, binaries),
      input: ['-i', clip],
      name: 'animation',
      encoders: bench.encoders,
    },
  );
  const argv = plan.steps.flatMap((step) => (step.tool === 'ffmpeg' ? step.argv : []));
  return bench.remember(['timed', ...argv], async () => {
    await bench.run(argv);
    const [made, pages] = [join(bench.folder, `animation.${format}`), join(bench.folder, 'pages')];
    rmSync(pages, { recursive: true, force: true });
    // Frames that look alike are one for longer in the file: it is read with its times.
    const list = join(pages, 'list.txt');
    await applyOperation({ do: 'split', input: made, folder: pages, list, slowed: 1 }, bench.folder, NEVER);
    const filter = `fps=${ANIMATED.fps},scale=${ANIMATED.width}:-2:flags=bicubic`;
    return {
      bytes: statSync(made).size,
      ssim: await bench.ssim(['-f', 'concat', '-safe', '0', '-i', list], clip, { rate: ANIMATED.fps, filter }),
      cpu: 0,
    };
  });
}

export async function animations(bench: Bench, binaries: Binaries): Promise<string> {
  const rows: string[][] = [];
  for (const format of ANIMATION_FORMATS) {
    for (const level of QUALITIES) {
      const found: Measurement[] = [];
      for (const content of CONTENTS) found.push(await measureAnimation(bench, binaries, content, format, level));
      rows.push([
        format,
        level,
        format === 'gif' ? `${GIF_COLORS[level]} colours` : `quality ${WEBP_ANIMATION_QUALITY[level]}`,
        ...found.map(shown),
        (sum(found.map(({ ssim }) => ssim)) / found.length).toFixed(4),
      ]);
    }
  }
  return table(['format', 'level', 'setting', ...CONTENTS, 'mean SSIM'], rows);
}
