import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Capabilities } from '../../dist/src/pipeline/ffmpeg/capabilities.js';
import contents from './contents.json' with { type: 'json' };

export type Content = keyof typeof contents;
export const CONTENTS = Object.keys(contents) as Content[];

export interface Measurement {
  bytes: number;
  /** Structural similarity to the source over all planes, 0–1, as ffmpeg's ssim filter tells it. */
  ssim: number;
  /** Seconds of processor time that the encoder took; 0 where that was not looked at. */
  cpu: number;
}

/** Encodes with one ffmpeg, compares, and remembers what was measured with the same arguments. */
export class Bench {
  readonly encoders: Capabilities;
  readonly folder: string;
  readonly #cacheFile: string;
  readonly #cache: Record<string, Measurement>;

  /** `folder` exists and keeps clips and results for the next run. */
  constructor(encoders: Capabilities, folder: string) {
    this.encoders = encoders;
    this.folder = folder;
    this.#cacheFile = join(folder, 'measured.json');
    this.#cache = existsSync(this.#cacheFile)
      ? (JSON.parse(readFileSync(this.#cacheFile, 'utf8')) as Record<string, Measurement>)
      : {};
  }

  /** Runs ffmpeg in the folder. @returns what ffmpeg said on stderr */
  async run(argv: string[]): Promise<string> {
    const { stderr } = await promisify(execFile)(this.encoders.binary, ['-nostdin', '-hide_banner', '-y', ...argv], {
      maxBuffer: 64_000_000,
      cwd: this.folder,
    });
    return stderr;
  }

  /** A lossless clip of 640×360 at 25 frames per second. */
  async clip(content: Content, seconds: number): Promise<string> {
    const file = join(this.folder, `${content}-${seconds}.mkv`);
    if (!existsSync(file))
      await this.run([
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        contents[content],
        '-t',
        `${seconds}`,
        '-pix_fmt',
        'yuv420p',
        '-c:v',
        'ffv1',
        file,
      ]);
    return file;
  }

  /** A frame of a clip as PNG. */
  async still(content: Content): Promise<string> {
    const file = join(this.folder, `${content}.png`);
    if (!existsSync(file))
      await this.run(['-v', 'error', '-ss', '1', '-i', await this.clip(content, 3), '-frames:v', '1', file]);
    return file;
  }

  /**
   * Compares frame by frame, `rate` a second. `made` is a file, or the input arguments of one that shows some frames for longer than others;
   * `filter` is what the source went through before it was encoded.
   */
  async ssim(made: string | string[], source: string, { rate = 25, filter = 'null' } = {}): Promise<number> {
    const frames = `settb=1/${rate},setpts=N,format=yuv420p`;
    const [input, shown] = typeof made === 'string' ? [['-i', made], 'null'] : [made, `fps=${rate}`];
    const said = await this.run([
      ...input,
      '-i',
      source,
      '-lavfi',
      `[0:v]${shown},${frames}[made];[1:v]${filter},${frames}[source];[made][source]ssim=shortest=1`,
      '-f',
      'null',
      '-',
    ]);
    const found = /All:([\d.]+)/.exec(said)?.[1];
    if (found === undefined) throw new Error(`no SSIM of ${input.join(' ')}:\n${said}`);
    return Number(found);
  }

  /** Encodes a clip with these arguments and compares the result with the clip. */
  async encode(source: string, args: string[], extension: string): Promise<Measurement> {
    return this.remember([source, ...args], async () => {
      const made = join(this.folder, `made.${extension}`);
      const said = await this.run(['-benchmark', '-i', source, ...args, made]);
      const [, user, system] = /bench: utime=([\d.]+)s(?: stime=([\d.]+)s)?/.exec(said) ?? [];
      return {
        bytes: statSync(made).size,
        ssim: await this.ssim(made, source),
        cpu: Number(user ?? 0) + Number(system ?? 0),
      };
    });
  }

  async remember(key: string[], measure: () => Promise<Measurement>): Promise<Measurement> {
    const id = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 20);
    const measured = this.#cache[id] ?? (await measure());
    this.#cache[id] = measured;
    writeFileSync(this.#cacheFile, JSON.stringify(this.#cache));
    return measured;
  }
}
