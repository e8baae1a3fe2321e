import type { AudioInfo, MediaInfo, VideoInfo } from '../../src/pipeline/media/mediaInfo';
import type { PlanContext } from '../../src/pipeline/plan/types';

const VIDEO: VideoInfo = {
  index: 0,
  codec: 'h264',
  profile: 'High',
  level: 40,
  width: 1920,
  height: 1080,
  codedWidth: 1920,
  codedHeight: 1080,
  rotation: 0,
  squarePixels: true,
  pixelFormat: 'yuv420p',
  bitDepth: 8,
  hasAlpha: false,
  interlaced: false,
  fps: 30,
  frameRate: '30/1',
  variableFps: false,
  hdr: null,
  colorSpace: 'bt709',
  colorPrimaries: 'bt709',
  colorTransfer: 'bt709',
  fullRange: false,
  bitrate: 4_000_000,
  startTime: 0,
  duration: 10,
};
const AUDIO: AudioInfo = {
  index: 1,
  codec: 'aac',
  profile: 'LC',
  sampleRate: 48_000,
  channels: 2,
  bitDepth: null,
  bitrate: 128_000,
  startTime: 0,
  duration: 10,
};

interface Differences extends Partial<Omit<MediaInfo, 'video' | 'audio'>> {
  video?: Partial<VideoInfo> | null;
  audio?: Partial<AudioInfo> | null;
}

/** Ten seconds of 1080p h264 with stereo AAC in mp4, as a probe tells it, but for what is named. */
export function mediaInfo({ video, audio, ...rest }: Differences = {}): MediaInfo {
  return {
    path: '/in/clip.mp4',
    format: 'mp4',
    bytes: 5_000_000,
    duration: 10,
    durationDeclared: true,
    bitrate: 4_128_000,
    cover: null,
    still: false,
    tags: {},
    video: video === null ? null : { ...VIDEO, ...video },
    audio: audio === null ? null : { ...AUDIO, ...audio },
    ...rest,
  };
}

const ALL = [
  'libx264',
  'libx265',
  'libvpx-vp9',
  'libsvtav1',
  'aac',
  'libmp3lame',
  'libvorbis',
  'libopus',
  'pcm_s16le',
  'flac',
  'gif',
  'libwebp_anim',
  'png',
];

/** What a plan is made from, on an ffmpeg with every encoder but those named. */
export function planContext(source: MediaInfo, lacking: readonly string[] = []): PlanContext {
  const names = new Set(ALL.filter((name) => !lacking.includes(name)));
  return {
    source,
    input: ['-i', `file:${source.path}`],
    name: 'clip',
    encoders: { binary: '/opt/ffmpeg', version: '6.1', names },
  };
}

/** The value that stands after a flag in an argument list; null when it is not there. */
export function valueOf(argv: readonly string[], flag: string): string | null {
  const at = argv.indexOf(flag);
  return at < 0 ? null : (argv[at + 1] ?? null);
}
