import type { Source } from '../../src/pipeline/storage/source';
import { workRoot } from '../storage/workRoot';
import { mediaError, toMediaError } from '../../src/pipeline/errors/mediaError';

/** How long a source of pictures is, as far as that can be found out from here. */
export interface SourceLength {
  /** Seconds; null where it is not known. */
  seconds: number | null;
  /** Why it is not. */
  why: string | null;
}

/**
 * Looks how long a video is: of one at an address only parts are read. Where this machine cannot find that out, that is no error.
 * @throws what is wrong with the file: input_empty, input_unsupported, input_damaged, no_video_stream; cancelled
 */
export async function sourceLength(source: Source, signal: AbortSignal): Promise<SourceLength> {
  // What starts ffprobe is not loaded where nothing is to be looked at.
  const { findBinaries } = require('../../src/pipeline/ffmpeg/find') as typeof import('../../src/pipeline/ffmpeg/find');
  const { openedInput } =
    require('../../src/pipeline/run/openedInput') as typeof import('../../src/pipeline/run/openedInput');
  const { probeMedia } =
    require('../../src/pipeline/inspect/probe') as typeof import('../../src/pipeline/inspect/probe');
  try {
    const info = await openedInput(source, { binaries: await findBinaries(), signal, workRoot: workRoot() }, (opened) =>
      probeMedia(opened.media, opened.binaries, opened.signal),
    );
    if (info.video === null) throw mediaError('no_video_stream', { input: source.shown });
    return { seconds: info.duration, why: info.duration === null ? 'the file does not say it' : null };
  } catch (error) {
    const known = toMediaError(error);
    if (known.kind === 'internal_error' || OF_THE_FILE.has(known.kind)) throw known;
    return { seconds: null, why: known.message };
  }
}

const OF_THE_FILE = new Set([
  'cancelled',
  'input_required',
  'input_not_found',
  'input_empty',
  'input_unsupported',
  'input_damaged',
  'no_video_stream',
]);
