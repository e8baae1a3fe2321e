import { mediaError } from '../../errors/mediaError';
import { nameAmong, naming } from '../../errors/ofInput';
import type { AudioInfo, MediaInfo } from '../../media/mediaInfo';
import { nameOf } from '../../media/nameOf';
import { fileInput } from '../../plan/inputArgs';
import { clipFiles } from '../../plan/sequence/chunkFiles';
import { fileList } from '../../plan/sequence/fileList';
import { commonSound } from '../../plan/soundtrack/commonSound';
import type { CommonSound } from '../../plan/soundtrack/commonSound';
import { samplesArgs, samplesBytes, SAMPLES_CODEC, samplesCost, samplesFile } from '../../plan/soundtrack/samples';
import { soundPlan } from '../../plan/soundtrack/soundPlan';
import { IN_ORDER } from '../../plan/soundInTime';
import { NO_TAGS } from '../../plan/tags';
import { preroll, timeRange } from '../../plan/timeRange';
import type { Plan, SequenceClip, SequenceContext } from '../../plan/types';
import { planAudio } from './plan';
import type { AudioOptions } from './schema';

/** All sounds one after the other, as samples. */
const JOINED = 'media-jobs-joined.wav';
const LIST = 'media-jobs-sounds';

/**
 * Sounds one after the other in one file: a plan for each, one that puts their samples together, and one that makes of those what is asked for, as of any source.
 * @throws no_audio_stream and range_invalid, naming the clip
 */
export function planAudioSequence(options: AudioOptions, context: SequenceContext): Plan[] {
  const { clips, name, encoders } = context;
  const sounds = clips.map(({ source }, index) =>
    naming(nameAmong(index, clips.length), () => {
      if (source.audio === null) throw mediaError('no_audio_stream', { input: nameOf(source.path) });
      return source.audio;
    }),
  );
  const sound = commonSound(sounds);
  if (sound === null) throw mediaError('internal_error', { why: 'a sequence has no clip' });
  const each = clips.map((clip, index) => naming(nameAmong(index, clips.length), () => clipSound(clip, index, sound)));
  const known = each.map(({ cost }) => cost.seconds);
  const seconds = known.some((one) => one === null) ? null : known.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const files = each.map((_, index) => clipFiles(index).sound);
  const ofLength = (lasts: number | null) =>
    planAudio(options, { source: joined(sounds, sound, lasts), input: fileInput(JOINED), name, encoders });
  return [
    ...each,
    joiningPlan(files, sound, seconds),
    {
      ...ofLength(seconds),
      input: null,
      // Files do not always say exactly how long they are.
      after: ({ duration }) => ({ ...ofLength(duration), input: null }),
    },
  ];
}

function clipSound({ asked, source, input }: SequenceClip, index: number, sound: CommonSound): Plan {
  const range = timeRange(asked, source.duration, preroll(source, asked.start));
  const file = clipFiles(index).sound;
  return soundPlan(
    { read: index, source, input, range },
    {
      parts: [{ file, samples: null }],
      sound,
      volume: asked.volume ?? 1,
    },
  );
}

function joiningPlan(files: readonly string[], sound: CommonSound, seconds: number | null): Plan {
  const list = fileList(
    LIST,
    'wav',
    files.map((file) => ({ file, seconds: null })),
  );
  const argv = [
    // Sample follows sample, whatever a list says of their times.
    ...[...list.input, '-map', '0:0', '-af', IN_ORDER, ...SAMPLES_CODEC],
    ...[...NO_TAGS, ...samplesArgs(JOINED)],
  ];
  return {
    steps: [list.step, { tool: 'ffmpeg', argv, seconds }],
    outputs: [samplesFile(JOINED)],
    input: null,
    reads: [],
    passing: [LIST, ...files],
    finish: [],
    cost: samplesCost(seconds, sound),
    warnings: [],
  };
}

/** The samples as a source: no finer than the finest of the sounds. */
function joined(sounds: readonly AudioInfo[], sound: CommonSound, seconds: number | null): MediaInfo {
  const audio: AudioInfo = {
    ...sound,
    index: 0,
    codec: 'pcm_f32le',
    profile: null,
    bitDepth: Math.max(...sounds.map(({ bitDepth }) => bitDepth ?? 16)),
    bitrate: null,
    startTime: 0,
    duration: seconds,
  };
  return {
    path: JOINED,
    format: 'wav',
    bytes: samplesBytes(seconds ?? 0, sound),
    duration: seconds,
    durationDeclared: true,
    bitrate: null,
    still: false,
    tags: {},
    video: null,
    cover: null,
    audio,
  };
}
