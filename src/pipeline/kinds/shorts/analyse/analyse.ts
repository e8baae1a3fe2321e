import { availableParallelism } from 'node:os';
import type { Binary } from '../../../ffmpeg/find';
import type { MediaInfo } from '../../../media/mediaInfo';
import { movingPicture } from '../../../plan/sourcePicture';
import type { Analysis } from '../analysis';
import { choose } from '../choose/choose';
import type { Choice, Wish } from '../choose/choose';
import { mapLimit } from '../../../base/mapLimit';
import { joined, without } from '../parts';
import type { Transcript } from '../../../captions/transcript';
import { examine, glance, measuredFps } from '../../../inspect/pictures/measure';
import { PictureLog } from './pictureLog';
import { analyseSound } from './sound';
import { mediaError } from '../../../errors/mediaError';
import { nameOf } from '../../../media/nameOf';
import type { Part } from '../../../media/part';

export interface AnalyseUse {
  ffmpeg: Binary;
  signal: AbortSignal;
  /** 0–100 */
  onProgress: (percent: number) => void;
  transcript: Transcript | null;
}

export interface Examined {
  analysis: Analysis;
  choices: Choice[];
}

/** Seconds around a chosen part in which every picture is looked at. */
const AROUND = 3;
/** Pictures before a part from which those in it are compared with others (seconds). */
const LEAD = 0.5;
/** What is not longer than this (seconds) is looked at as a whole. */
const SHORT = 90;
/** After so many rounds only what has been looked at is chosen from. */
const ROUNDS = 3;
/** Share of the work that sound and keyframes are, of 100; close looks are the rest. */
const [HEARD, GLANCED] = [15, 30];

/**
 * Measures a source and chooses its best parts. Decoding pictures is what costs, so the sound is read whole, of the pictures the keyframes, and every picture only in
 * and around the parts that would be chosen; what is found there may change the choice, until all that is chosen has been looked at.
 * @param wanted how many parts of which length, or parts that are given
 * @throws no_video_stream, input_unsupported, cancelled, what ffmpeg throws
 */
export async function analyse(
  source: MediaInfo,
  wanted: Wish | Choice[],
  { ffmpeg, signal, onProgress, transcript }: AnalyseUse,
): Promise<Examined> {
  const picture = movingPicture(source, 'shorts');
  const { duration } = source;
  if (duration === null)
    throw mediaError('input_unsupported', { input: nameOf(source.path), why: 'its duration cannot be told' });
  const use = { ffmpeg, signal };
  const shares = { heard: 0, glanced: 0 };
  const along = (which: keyof typeof shares) => (share: number) => {
    shares[which] = Math.min(1, share);
    onProgress(HEARD * shares.heard + GLANCED * shares.glanced);
  };
  const [heard, glanced] = await Promise.allSettled([
    analyseSound(source, ffmpeg, signal, along('heard')),
    duration <= SHORT ? [] : glance(source, picture, { ...use, onShare: along('glanced') }),
  ]);
  const [sound, sparse] = [settled(heard), settled(glanced)];

  const fps = measuredFps(picture);
  const log = new PictureLog(fps, sparse);
  const analysis = (): Analysis => ({ duration, sound, picture: log.analysis() });
  const grid = (seconds: number) => Math.floor(seconds * fps) / fps;
  let [looked, toLook] = [0, 0];
  const lookAt = async (parts: readonly Part[]) => {
    toLook += parts.reduce((sum, { start, end }) => sum + end - start, 0);
    await mapLimit(availableParallelism(), parts, async (part) => {
      const from = Math.max(0, grid(part.start - LEAD));
      let before = 0;
      const frames = await examine(
        source,
        picture,
        { start: from, end: Math.min(duration, part.end + LEAD) },
        {
          ...use,
          onShare: (share) => {
            const now = Math.min(1, share) * (part.end - part.start);
            looked += now - before;
            before = now;
            onProgress(HEARD + GLANCED + (100 - HEARD - GLANCED) * (looked / toLook));
          },
        },
      );
      log.add(
        part,
        frames.filter(({ at }) => from === 0 || at >= part.start - 1 / fps),
      );
    });
  };

  if (duration <= SHORT) await lookAt([{ start: 0, end: duration }]);
  const pick = (now: Analysis, within?: Part[]) =>
    Array.isArray(wanted) ? wanted : choose(now, transcript, wanted, within);
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = analysis();
    const choices = pick(now);
    const around = joined(
      choices.map(({ start, end }) => ({ start: Math.max(0, start - AROUND), end: Math.min(duration, end + AROUND) })),
      LEAD,
    );
    const unseen = without(around, now.picture.examined).filter(({ start, end }) => end - start > 2 / fps);
    if (unseen.length === 0) return { analysis: now, choices };
    await lookAt(unseen);
  }
  const now = analysis();
  return {
    analysis: now,
    choices: pick(
      now,
      now.picture.examined.map(({ start, end }) => ({
        start: start === 0 ? 0 : start + 2,
        end: end >= duration ? duration : end - 2,
      })),
    ),
  };
}

function settled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
