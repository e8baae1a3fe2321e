import { assCaptions } from '../captions/burntCaptions';
import { cuesOf, webVtt } from '../captions/captions';
import { captionStyleOf } from '../captions/captionStyle';
import type { CaptionOptions } from '../captions/captionStyle';
import { readTranscript, silentTranscript } from '../captions/transcript';
import type { Transcript } from '../captions/transcript';
import type { JobWarning } from '../job/job';
import type { VideoFormat } from '../media/formats';
import type { Size } from '../media/frame';
import type { ResultTime, SourceTime } from '../media/time';
import { drawnCaptions } from '../plan/drawnCaptions';
import { embeddedCaptions } from '../plan/embeddedCaptions';
import type { EmbeddedCaptions } from '../plan/embeddedCaptions';
import type { Plan, Step } from '../plan/types';

/** Captions of a video, as parts of its plan. */
export interface Captioned {
  steps: Step[];
  /** What draws them over a picture in the time of the result. */
  filters: string[];
  /** The track that holds them; null: none does. */
  track: EmbeddedCaptions | null;
  /** What is drawn, to be tried first. */
  draws: Pick<Plan, 'draws'>;
  warnings: JobWarning[];
}

const WITHOUT: Captioned = { steps: [], filters: [], track: null, draws: {}, warnings: [] };
const FILE = 'media-jobs-captions';

/** What is said, and how it is delivered; unset: drawn into the picture. */
interface CaptionedOptions extends CaptionOptions {
  transcript?: string | undefined;
  subtitle_style?: 'burn_in' | 'embed' | undefined;
}

interface CaptionsUse {
  /** Of the result; null: it holds no track of captions. */
  format: VideoFormat | null;
  /** Of the result in pixels. */
  size: Size;
  /** Of the result; null: unknown. */
  seconds: ResultTime | null;
  /** Seconds of what the transcript is of; null: unknown. */
  length: SourceTime | null;
  /** The time of the result at a time of the transcript. */
  timeOf: (at: number) => ResultTime;
}

/** Pure: what is said in a video, drawn into the picture or as a track beside it. */
export function captioned(
  options: CaptionedOptions,
  { format, size, seconds, length, timeOf }: CaptionsUse,
): Captioned {
  const said = options.transcript === undefined ? null : readTranscript(options.transcript, length);
  if (said === null) return WITHOUT;
  const transcript = inTime(said, timeOf);
  const part = { start: 0, end: seconds ?? Infinity };
  const cues = cuesOf(transcript, part);
  if (cues.length === 0) return { ...WITHOUT, warnings: [nothingSaid(said)] };
  if (options.subtitle_style === 'embed' && format !== null) {
    const track = embeddedCaptions(webVtt(cues), `${FILE}.vtt`, format);
    return { ...WITHOUT, steps: track.steps, track };
  }
  const style = captionStyleOf(options);
  const drawn = drawnCaptions(assCaptions(transcript, part, size, style), `${FILE}.ass`);
  const text = cues.map((cue) => cue.text).join(' ');
  return { ...WITHOUT, steps: drawn.steps, filters: [drawn.filter], draws: { draws: { text, style } } };
}

const inTime = (transcript: Transcript, timeOf: CaptionsUse['timeOf']): Transcript => {
  const moved = <T extends { start: number; end: number }>(one: T): T => ({
    ...one,
    start: timeOf(one.start),
    end: timeOf(one.end),
  });
  return transcript.map((sentence) => ({ ...moved(sentence), words: sentence.words.map(moved) }));
};

const nothingSaid = (transcript: Transcript): JobWarning => ({
  kind: 'captions_missing',
  message: `There are no captions: ${silentTranscript(transcript)} in what is played.`,
});
