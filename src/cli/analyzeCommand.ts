import { tmpdir } from 'node:os';
import { join, parse, resolve } from 'node:path';
import { findBinaries } from '../pipeline/ffmpeg/find';
import { drawPng } from '../pipeline/images/drawPng';
import { limitsOf } from '../pipeline/job/limits';
import { throwIfCancelled } from '../pipeline/errors/cancelled';
import { fileDestination } from '../pipeline/storage/destinations';
import { withWorkFolder } from '../pipeline/storage/workFolder';
import { parseRequest } from '../pipeline/request/request';
import { analyse } from '../pipeline/kinds/shorts/analyse/analyse';
import { soundUseOf } from '../pipeline/kinds/soundUse';
import type { Examined } from '../pipeline/kinds/shorts/analyse/analyse';
import { contactSheet } from '../pipeline/kinds/shorts/contactSheet';
import { planImport } from '../pipeline/run/import';
import { openedInput } from '../pipeline/run/openedInput';
import { analysisCost, wantedShorts } from '../pipeline/kinds/shorts/prepareShorts';
import { probeSource } from '../pipeline/inspect/probe';
import { runSteps } from '../pipeline/run/runSteps';
import { exitCodeOf } from './exitCode';
import { withFileOptions } from './fileOptions';
import { optionValues } from './flags';
import type { JobFlags } from './flags';
import { formatDuration } from './format';
import { inputSource, readInput } from './inputSource';
import type { Io } from './io';
import { plural, printable } from './io';
import { reportTo } from './reportTo';
import { mediaError, toMediaError } from '../pipeline/errors/mediaError';
import type { JobRequest } from '../pipeline/kinds/jobRequest';
import { oneInput } from './givenInputs';

export type AnalyzeFlags = Omit<JobFlags, 'metadata'>;

/** Runs `media-jobs analyze`: says which parts of a video would be chosen and why, and draws it. @param problems what is wrong with words that no flag took @returns the exit code */
export async function analyzeCommand(
  flags: AnalyzeFlags,
  problems: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const report = reportTo(io.stdout, io, flags);
  try {
    if (problems.length > 0) throw mediaError('request_invalid', { problems: problems.join(' ') });
    const request = parseRequest({
      kind: 'shorts',
      options: optionValues('shorts', await withFileOptions('shorts', flags.options, io.cwd)),
    }) as Extract<JobRequest, { kind: 'shorts' }>;
    const source = inputSource(readInput(oneInput(flags)), io);
    const sheet = resolve(io.cwd, flags.output ?? `${parse(source.name).name || 'media'}.analysis.png`);
    const destination = fileDestination(sheet, { overwrite: flags.overwrite ?? false });
    await destination.check();
    const binaries = await findBinaries({ env: io.env, ffmpegPath: flags.ffmpeg, ffprobePath: flags.ffprobe });
    throwIfCancelled(signal);
    const { options } = request;
    const examined = await openedInput(
      source,
      { binaries, signal, workRoot: tmpdir(), limits: limitsOf(io.env) },
      async (opened): Promise<Examined> => {
        const media = await probeSource(opened.media, soundUseOf(request), opened.binaries, opened.signal);
        opened.budget.accept(media);
        await opened.budget.afford(analysisCost(media), media, opened.folder);
        const imported = planImport(media, request, binaries.ffmpeg);
        await runSteps(imported.steps, {
          ffmpeg: opened.binaries.ffmpeg,
          folder: opened.folder,
          signal: opened.signal,
          onProgress: () => undefined,
        });
        const { wanted, transcript } = wantedShorts(options, media);
        return analyse(imported.source, wanted, {
          ffmpeg: opened.binaries.ffmpeg,
          signal: opened.signal,
          onProgress: () => undefined,
          transcript,
        });
      },
    );
    const { svg, width, height } = contactSheet(examined.analysis, examined.choices, source.shown);
    const file = { file: 'sheet.png', format: 'png', mime: 'image/png', width, height } as const;
    const opened = await destination.open([file]);
    const drawn = await withWorkFolder(opened.root, async (folder) => {
      const path = join(folder, file.file);
      await drawPng(svg, path);
      return opened.publish([{ ...file, path, bytes: 0 }], signal);
    });
    if (report.json) report.answer(facts(examined, drawn));
    else report.text(told(examined, drawn));
    return exitCodeOf(null);
  } catch (thrown) {
    const error = signal.aborted ? mediaError('cancelled', {}, thrown) : toMediaError(thrown);
    report.refused(error);
    return exitCodeOf(error);
  }
}

/** The analysis without its long lists of levels and pictures. */
function facts({ analysis: { duration, sound, picture }, choices }: Examined, sheet: string) {
  return {
    duration,
    sheet,
    choices,
    sound: sound && {
      peak: sound.peak,
      speech: sound.speech,
      threshold: sound.threshold,
      pauses: sound.pauses,
      moments: sound.moments,
    },
    picture: { examined: picture.examined, cuts: picture.cuts, black: picture.black, frozen: picture.frozen },
  };
}

function told({ analysis: { duration, sound, picture }, choices }: Examined, sheet: string): string {
  const seconds = picture.examined.reduce((sum, { start, end }) => sum + end - start, 0);
  return [
    `${formatDuration(duration)} long: ${plural(sound?.pauses.length ?? 0, 'pause')}, ${plural(sound?.moments.length ?? 0, 'loud moment')}; every picture looked at in ${formatDuration(seconds)} of it: ${plural(picture.cuts.length, 'cut')}.`,
    ...choices.map(
      ({ start, end, score, reason }, index) =>
        `${index + 1}.  ${formatDuration(start)}–${formatDuration(end)}${score === null ? '' : `  score ${score.toFixed(0)}`}\n    ${reason}`,
    ),
    ...(choices.length === 0 ? ['No part would be chosen.'] : []),
    `Drawn: ${printable(sheet)}`,
  ].join('\n');
}
