import { tmpdir } from 'node:os';
import { findBinaries } from '../pipeline/ffmpeg/find';
import { probedFile } from '../pipeline/job/fileObject';
import { limitsOf } from '../pipeline/job/limits';
import { throwIfCancelled } from '../pipeline/errors/cancelled';
import { openedInput } from '../pipeline/run/openedInput';
import { probeMedia } from '../pipeline/inspect/probe';
import { exitCodeOf } from './exitCode';
import type { CommonFlags } from './flags';
import { headersFor } from './headerFlags';
import { inputSource, readInput } from './inputSource';
import type { Io } from './io';
import { probeText } from './probeText';
import { reportTo } from './reportTo';
import { mediaError, toMediaError } from '../pipeline/errors/mediaError';
import { oneInput } from './givenInputs';

/** Runs `media-jobs probe`: says what a file is made of. @param problems what is wrong with words that no flag took @returns the exit code */
export async function probeCommand(
  flags: CommonFlags,
  problems: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const report = reportTo(io.stdout, io, flags);
  try {
    if (problems.length > 0) throw mediaError('request_invalid', { problems: problems.join(' ') });
    const input = readInput(oneInput(flags));
    const source = inputSource(input, io, await headersFor(input, flags.header, io));
    const binaries = await findBinaries({ env: io.env, ffmpegPath: flags.ffmpeg, ffprobePath: flags.ffprobe });
    throwIfCancelled(signal);
    const info = await openedInput(
      source,
      { binaries, signal, workRoot: tmpdir(), limits: limitsOf(io.env) },
      async ({ media, binaries: reading, signal: either }) =>
        probedFile(source.shown, await probeMedia(media, reading, either)),
    );
    if (report.json) report.answer(info);
    else report.text(probeText(info));
    return exitCodeOf(null);
  } catch (thrown) {
    const error = signal.aborted ? mediaError('cancelled', {}, thrown) : toMediaError(thrown);
    report.refused(error);
    return exitCodeOf(error);
  }
}
