import { availableParallelism } from 'node:os';
import { mapLimit } from '../base/mapLimit';
import type { JobWarning } from '../job/job';
import { throwIfCancelled } from '../errors/cancelled';
import { clockOf } from '../media/clock';
import type { MediaInfo } from '../media/mediaInfo';
import { preroll } from '../plan/timeRange';
import type { Reading } from '../plan/reading';
import { damageWarning } from '../ffmpeg/damageWarning';
import type { Binaries } from '../ffmpeg/find';
import { complaintsAtBeginning } from './beginning';
import { findFlaws } from './flaws';
import { calledCorrupt, inShares, together } from './looks';
import type { RunLog, StreamCount } from '../ffmpeg/log';
import { isToTheEnd, probeWindows, spanOf } from './probeWindows';
import type { Place } from './probeWindows';
import { mediaError } from '../errors/mediaError';
import { nameOf } from '../media/nameOf';

/** More of a stream than this lost or flawed: the result would not be what the user thinks it is. */
const MOSTLY_BROKEN = 0.5;
/** Milliseconds that a second look may take: where something was complained of, and where samples are taken unasked. */
const LOOK_MS = 60_000;
const SAMPLE_MS = 10_000;
/** ffprobe keeps what a demuxer mutters about each packet of an mp4's index, 400 bytes and more, until the first frame: looks at so many packets at a time. */
const PACKETS_AT_ONCE = 400_000;

export interface DamageQuestion {
  source: MediaInfo;
  part: Reading;
  /** What ffmpeg said while it read the source. */
  logs: readonly RunLog[];
  binaries: Binaries;
  signal: AbortSignal;
}

/** What was found in one stream; places in seconds from where the source begins. */
interface Finding {
  type: StreamCount['type'];
  at: number[];
  /** Of so many packets. */
  of: number;
  /** What is complained of there, where nothing was found by looking. */
  atBeginning: ReadonlyMap<string, number>;
  /** Of pictures that were copied: their sizes, each once. */
  sizes: readonly string[];
}

/**
 * The rule for damaged input (docs/damaged-input.md). ffmpeg's exit code says nothing of it: it ends with 0 after skipping what it could not
 * decode, and `-xerror` fails a whole file for one incomplete frame at its end. So a complaint is followed up by a second look at the places
 * where it was made, and what is flawed there is counted: up to half of a stream is put up with and said in a warning (what, how often, where),
 * more fails the job.
 * @throws input_damaged, cancelled; output_incomplete where pictures of several sizes were copied, as few players show them
 */
export async function judgeDamage(question: DamageQuestion): Promise<JobWarning[]> {
  const { source, part, logs, signal } = question;
  // Plain samples cannot be undecodable; whether all are there is seen by their length.
  if (source.video === null && source.audio?.codec.startsWith('pcm_')) return [];
  const streams = logs.flatMap((log) => log.streams).filter(({ packets }) => packets > 0);
  const indexed = streams.reduce((sum, { packets }) => sum + packets, 0);
  const processes = Math.max(1, Math.min(availableParallelism(), Math.floor(PACKETS_AT_ONCE / indexed)));
  const found = (await mapLimit(processes, streams, (stream) => lookAt(stream, question, processes))).filter(
    (finding) => finding !== null,
  );
  throwIfCancelled(signal);
  for (const { type, at, of } of found) {
    if (at.length / of > MOSTLY_BROKEN)
      throw mediaError('input_damaged', {
        input: nameOf(source.path),
        why: `${at.length} of ${of} ${PIECES[type]} cannot be decoded cleanly`,
      });
  }

  const sizes = found.flatMap((finding) => finding.sizes);
  if (sizes.length > 1)
    throw mediaError('output_incomplete', { why: `its picture changes its size: ${sizes.join(', ')}` });

  const complaints = logs.flatMap((log) => [...log.complaints]);
  const bad = found
    .filter(({ at }) => at.length > 0)
    .map(({ type, at, of }) => ({ what: `${at.length} of ${of} ${PIECES[type]}`, at }));
  const toTheEnd = isToTheEnd(part, source.duration);
  if (source.endsInFrame && toTheEnd) bad.push({ what: 'the last piece of sound', at: [source.duration ?? 0] });
  if (bad.length > 0)
    return [
      damageWarning(
        bad.map(({ what }) => what).join(' and '),
        bad.flatMap(({ at }) => at),
        complaints,
      ),
    ];
  const atBeginning = found.flatMap((finding) => [...finding.atBeginning]);
  if (atBeginning.length > 0) return [damageWarning('some pieces', [0], atBeginning)];
  // What cannot be placed is believed when a decoder refused it; in a part of a file it may lie outside of that part.
  return toTheEnd && logs.some(({ refused }) => refused) ? [damageWarning('some pieces', [], complaints)] : [];
}

const NONE: ReadonlyMap<string, number> = new Map();

const PIECES: Record<StreamCount['type'], string> = { video: 'pictures', audio: 'pieces of sound' };

/**
 * A second look at one stream; null when nothing calls for it. Streams that were copied have met no decoder, so samples of them are looked at;
 * and old builds say nothing of the packets that a transport stream has lost, so their marks are.
 */
async function lookAt(
  stream: StreamCount,
  { source, part, logs, binaries, signal }: DamageQuestion,
  processes: number,
): Promise<Finding | null> {
  const clock = clockOf(source);
  const complaints = logs.flatMap((log) => log.spans);
  const extent = { part, duration: source.duration, frame: 1 / (source.video?.fps || 25) };
  const { places, between } = probeWindows(extent, { spans: complaints, copied: stream.copied });
  const look = (where: readonly Place[], decode: boolean) =>
    findFlaws({
      path: source.path,
      stream: stream.index,
      places: where.map((place) => ({ ...place, from: place.from + clock, to: place.to + clock })),
      preroll: preroll(source),
      decode,
      ffprobe: binaries.ffprobe,
      within: complaints.length > 0 ? LOOK_MS : SAMPLE_MS,
      signal,
    });
  const unmarked = source.format === 'mpegts' && (binaries.ffmpeg.major ?? 0) < 5;
  // ffprobe decodes with one thread: places that have nothing to do with each other are shared out among the processors.
  const decoding = inShares(places, processes).map((share) => look(share, true));
  // ffprobe forgets what is said of pictures that come out later than they went in: of the first ones, nobody else has seen those of a copy.
  const listens = stream.copied && stream.type === 'video';
  const beginning = { path: source.path, stream: stream.index, within: SAMPLE_MS };
  const [decoded, marks, complained] = await Promise.all([
    Promise.all(decoding),
    Promise.all(unmarked ? [look([spanOf(extent)], false)] : []),
    listens ? complaintsAtBeginning(beginning, binaries.ffmpeg, signal) : NONE,
  ]);
  const looks = decoded.length > 0 ? [together(decoded), ...marks] : marks;
  const [first] = looks;
  if (first === undefined) return null;
  const at = [...new Set(looks.flatMap((flaws) => flaws.at)), ...calledCorrupt(looks, stream, logs)].map(
    (each) => each - clock,
  );
  const { from, to } = spanOf(extent);
  const atBeginning = at.length === 0 && first.fromKeyframe ? complained : NONE;
  const seen = Math.max(...looks.map(({ packets }) => packets));
  return {
    type: stream.type,
    atBeginning,
    sizes: listens ? first.sizes : [],
    at: at.filter((each) => each >= from && each <= to).map((each) => Math.max(0, each)),
    of: between === 'clean' && first.whole ? Math.max(seen, stream.packets) : seen,
  };
}
