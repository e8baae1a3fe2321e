import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapLimit } from '../base/mapLimit';
import { encodedSamples } from '../ffmpeg/log';
import type { RunLog } from '../ffmpeg/log';
import { runFfmpeg } from '../ffmpeg/run';
import type { RunOptions } from '../ffmpeg/run';
import type { Binary } from '../ffmpeg/find';
import { filesList } from '../plan/filesList';
import type { Piece, Pieces } from '../plan/types';
import { mediaError } from '../errors/mediaError';

export interface PiecesUse {
  ffmpeg: Binary;
  /** The folder that the pieces are made in, absolute. */
  folder: string;
  signal: AbortSignal;
  /** 0–1 */
  onProgress: (part: number) => void;
}

/** Part of the work that joining is, which copies. */
const JOINING = 0.03;

/**
 * Encodes the pieces of a picture and the sound, a few at a time, and joins them. The first piece that fails ends the others. Answers what ffmpeg said of the
 * source, as one run would have said it.
 * @throws encode_failed also when a piece has not the frames that were planned; what ffmpeg's runs throw
 */
export async function runPieces(
  { each, atOnce: most, sound, list, join: joining }: Pieces,
  { ffmpeg, folder, signal, onProgress }: PiecesUse,
): Promise<RunLog> {
  const run = (argv: string[], use: RunOptions) => runFfmpeg(ffmpeg, argv, { ...use, cwd: folder });
  const failed = new AbortController();
  let cause: unknown;
  const total = each.reduce((sum, { seconds }) => sum + seconds, 0);
  const done = each.map(() => 0);
  const either = AbortSignal.any([signal, failed.signal]);
  try {
    const pieces = each.map(
      (piece, index) => () =>
        encodePiece(
          piece,
          (argv, listeners) => run(argv, { ...listeners, signal: either }),
          (seconds) => {
            done[index] = Math.min(piece.seconds, seconds);
            onProgress(((1 - JOINING) * done.reduce((sum, one) => sum + one, 0)) / total);
          },
        ),
    );
    // The sound last: it fills the time of who is done with the pictures first.
    const logs = await mapLimit(
      most,
      sound === null ? pieces : [...pieces, () => run(sound.argv, { signal: either })],
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
    const files = each.map(({ file, seconds, frames }) => ({ file, seconds: frames === null ? null : seconds }));
    await writeFile(join(folder, list), filesList(files));
    await run(joining, {
      signal,
      onSeconds: (at) => onProgress(1 - JOINING + JOINING * Math.min(1, at / total)),
    });
    return merged(logs);
  } finally {
    await Promise.all(
      [list, ...each.map(({ file }) => file), ...(sound === null ? [] : [sound.file])].map((file) =>
        rm(join(folder, file), { force: true }),
      ),
    );
  }
}

async function encodePiece(
  { argv, file, from, frames }: Piece,
  run: (argv: string[], listeners: Pick<RunOptions, 'onSeconds' | 'onFrames'>) => Promise<RunLog>,
  onSeconds: (seconds: number) => void,
): Promise<RunLog> {
  let made = 0;
  const onFrames = (count: number) => {
    made = count;
  };
  const log = await run(argv, { onSeconds, onFrames });
  if (made === 0 || (frames !== null && made !== frames))
    throw mediaError('encode_failed', { why: `${file} has ${made} pictures instead of ${frames ?? 'some'}` });
  return { ...log, spans: log.spans.map((span) => ({ from: span.from + from, to: span.to + from })) };
}

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
    encodedSamples: encodedSamples(logs),
    diskFull: logs.some(({ diskFull }) => diskFull),
    askedToEnd: null,
    lastError: logs.findLast(({ lastError }) => lastError !== null)?.lastError ?? null,
    tail: logs.flatMap(({ tail }) => tail),
  };
}
