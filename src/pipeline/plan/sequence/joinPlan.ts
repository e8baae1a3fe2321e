import type { Encoders } from '../../ffmpeg/encoders';
import { FILE_TYPES } from '../../media/formats';
import type { VideoCodec, VideoFormat } from '../../media/formats';
import type { Cost } from '../cost';
import type { EmbeddedCaptions } from '../embeddedCaptions';
import type { Plan, Step } from '../types';
import { VIDEO_MUXERS } from '../videoMuxers';
import type { Canvas } from './canvas';
import { lengthOf } from './span';
import type { Chunk } from './chunks';
import { fileInput } from '../inputArgs';
import { fileList } from './fileList';
import type { FileList } from './fileList';
import { encodedSound } from './joinedSound';
import type { JoinedSound } from './joinedSound';
import { NO_TAGS } from '../tags';

export interface JoinUse {
  chunks: readonly Chunk[];
  canvas: Canvas;
  /** Name of the result without extension. */
  name: string;
  format: VideoFormat;
  codec: VideoCodec;
  sound: JoinedSound;
  /** The file of the sound, where it is not that of the clips alone. */
  mix: string | null;
  captions: EmbeddedCaptions | null;
  encoders: Encoders;
}

/**
 * Pure: how the clips of a sequence become one file: their pictures without another encode, their sounds in one, so that no codec leaves a gap between two.
 * @returns the plan, and the steps that write the lists which it reads
 */
export function joinPlan(use: JoinUse): { lists: Step[]; plan: Plan } {
  const { chunks, canvas, name, format, codec, sound, mix, captions, encoders } = use;
  const { fps } = canvas;
  const seconds = chunks.reduce((sum, { frames }) => sum + lengthOf(frames), 0) / fps;
  const file = `${name}.${FILE_TYPES[format].extensions[0]}`;
  const pictures = fileList(
    PICTURES,
    'mov',
    chunks.map(({ frames, files }) => ({ file: files.picture, seconds: lengthOf(frames) / fps })),
  );
  const sounds = soundsOf(chunks, fps);
  const soundInput = mix === null ? sounds.input : fileInput(mix);
  const heard = canvas.sound && encodedSound(sound, canvas.sound, soundInput, { seconds, encoders });
  const argv = [
    ...pictures.input,
    ...(heard === null ? [] : soundInput),
    ...(captions?.input ?? []),
    ...['-map', '0:0', '-c:v', 'copy', ...(codec === 'h265' ? ['-tag:v', 'hvc1'] : [])],
    ...(heard === null ? [] : ['-map', '1:0', ...heard.args]),
    ...(captions?.args(heard === null ? 1 : 2) ?? []),
    ...[...NO_TAGS, '-max_muxing_queue_size', '4096'],
    ...VIDEO_MUXERS[format],
    `file:${file}`,
  ];
  const plan: Plan = {
    steps: [{ tool: 'ffmpeg', argv, seconds }],
    outputs: [
      {
        file,
        format,
        mime: FILE_TYPES[format].mime,
        width: canvas.width,
        height: canvas.height,
        videoCodec: codec,
        ...(heard !== null && { audioCodec: sound.codec }),
        duration: seconds,
      },
    ],
    input: null,
    reads: [],
    passing: [
      ...[PICTURES, SOUNDS, ...(mix === null ? [] : [mix])],
      ...chunks.flatMap(({ files }) => [files.picture, files.sound]),
    ],
    finish: [],
    cost: costOfJoining(seconds, heard?.bitrate ?? 0),
    warnings: [],
    ...(heard?.levelling && {
      levelling: {
        ...heard.levelling,
        then: (level) => joinPlan({ ...use, sound: { ...sound, level, target: undefined } }).plan,
      },
    }),
  };
  return { plan, lists: heard === null ? [pictures.step] : [pictures.step, sounds.step] };
}

const PICTURES = 'media-jobs-pictures';
const SOUNDS = 'media-jobs-sounds';

/** Pure: the sounds of all chunks, one after the other. */
export const soundsOf = (chunks: readonly Chunk[], fps: number): FileList =>
  fileList(
    SOUNDS,
    'wav',
    chunks.map(({ frames, files }) => ({ file: files.sound, seconds: lengthOf(frames) / fps })),
  );

/** What is copied was reckoned when it was made. */
const costOfJoining = (seconds: number, soundBitrate: number): Cost => ({
  seconds,
  soundBytes: 0,
  pixels: 0,
  framePixels: 0,
  bytes: Math.ceil((soundBitrate / 8) * seconds),
});
