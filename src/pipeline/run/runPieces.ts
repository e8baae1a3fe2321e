import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { atOnce } from '../base/atOnce';
import type { Binary } from '../ffmpeg/find';
import type { RunLog } from '../ffmpeg/log';
import { runFfmpeg } from '../ffmpeg/run';
import type { Piece, Pieces } from '../plan/types';
import { mediaError } from '../errors/mediaError';

/** Part of the work that joining is, which copies. */
const JOINING = 0.03;

/**
 * Encodes the pieces of a picture and the sound, a few at a time, and joins them. The first piece that fails ends the others. Answers what ffmpeg said of the
 * source, as one run would have said it.
 * @param onProgress 0–1 @throws encode_failed also when a piece has not the frames that were planned; what ffmpeg's runs throw
 */
export async function runPieces(
  { each, atOnce: most, sound, list, join: joining }: Pieces,
  ffmpeg: Binary,
  signal: AbortSignal,
  onProgress: (part: number) => void,
): Promise<RunLog> {
  const failed = new AbortController();
  let cause: unknown;
  const total = each.reduce((sum, { seconds }) => sum + seconds, 0);
  const done = each.map(() => 0);
  const either = AbortSignal.any([signal, failed.signal]);
  try {
    const pieces = each.map(
      (piece, index) => () =>
        encodePiece(piece, ffmpeg, either, (seconds) => {
          done[index] = Math.min(piece.seconds, seconds);
          onProgress(((1 - JOINING) * done.reduce((sum, one) => sum + one, 0)) / total);
        }),
    );
    // The sound last: it fills the time of who is done with the pictures first.
    const logs = await atOnce(
      most,
      sound === null ? pieces : [...pieces, () => runFfmpeg(ffmpeg, sound.argv, { signal: either })],
      async (encode) => {
        try {
          return await encode();
        } catch (error) {
          // Those that it ended have nothing of their own to say.
          cause ??= error;
          failed.abort();
          throw cause;
        }
      },
    );
    await writeFile(list, listOf(each));
    await runFfmpeg(ffmpeg, joining, {
      signal,
      onSeconds: (at) => onProgress(1 - JOINING + JOINING * Math.min(1, at / total)),
    });
    return merged(logs);
  } finally {
    await Promise.all(
      [list, ...[...each, ...(sound === null ? [] : [sound])].map(({ file }) => join(dirname(list), file))].map(
        (path) => rm(path, { force: true }),
      ),
    );
  }
}

async function encodePiece(
  { argv, file, from, frames }: Piece,
  ffmpeg: Binary,
  signal: AbortSignal,
  onSeconds: (seconds: number) => void,
): Promise<RunLog> {
  let made = 0;
  const onFrames = (count: number) => {
    made = count;
  };
  const log = await runFfmpeg(ffmpeg, argv, { signal, onSeconds, onFrames });
  if (made === 0 || (frames !== null && made !== frames))
    throw mediaError('encode_failed', { why: `${file} has ${made} pictures instead of ${frames ?? 'some'}` });
  return { ...log, spans: log.spans.map((span) => ({ from: span.from + from, to: span.to + from })) };
}

/** Lengths are named: a container rounds them, and what follows would be shifted. */
const listOf = (each: readonly Piece[]): string =>
  [
    'ffconcat version 1.0',
    ...each.flatMap(({ file, seconds, frames }) => [
      `file ${file}`,
      ...(frames === null ? [] : [`duration ${seconds.toFixed(6)}`]),
    ]),
  ].join('\n');

/** What several runs said of one source. */
function merged(logs: readonly RunLog[]): RunLog {
  const complaints = new Map<string, number>();
  const streams = new Map<number, RunLog['streams'][number]>();
  for (const log of logs) {
    for (const [text, times] of log.complaints) complaints.set(text, (complaints.get(text) ?? 0) + times);
    for (const stream of log.streams) {
      const seen = streams.get(stream.index);
      streams.set(
        stream.index,
        seen === undefined
          ? stream
          : { ...seen, packets: seen.packets + stream.packets, frames: seen.frames + stream.frames },
      );
    }
  }
  return {
    complaints,
    spans: logs.flatMap(({ spans }) => spans),
    corrupt: logs.flatMap(({ corrupt }) => corrupt),
    refused: logs.some(({ refused }) => refused),
    streams: [...streams.values()],
    diskFull: logs.some(({ diskFull }) => diskFull),
    askedToEnd: null,
    lastError: logs.findLast(({ lastError }) => lastError !== null)?.lastError ?? null,
    tail: logs.flatMap(({ tail }) => tail),
  };
}
