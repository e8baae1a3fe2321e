import type { VideoFormat } from '../media/formats';
import type { Step } from './types';

/** Captions as a track of their own beside picture and sound, as parts of a plan. */
export interface EmbeddedCaptions {
  steps: Step[];
  /** Arguments up to and with `-i`. */
  input: string[];
  /** Of the output. @param index of their input */
  args: (index: number) => string[];
}

/** What holds text in each container. */
const CODEC: Record<VideoFormat, string> = { mp4: 'mov_text', mov: 'mov_text', webm: 'webvtt' };

/** Pure. @param vtt a WebVTT file in the time of the result @param file that it is written to, in the job's folder */
export const embeddedCaptions = (vtt: string, file: string, format: VideoFormat): EmbeddedCaptions => ({
  steps: [{ tool: 'text', file, text: vtt }],
  input: ['-protocol_whitelist', 'file', '-format_whitelist', 'webvtt', '-f', 'webvtt', '-i', `file:${file}`],
  args: (index) => ['-map', `${index}:0`, '-c:s', CODEC[format]],
});
