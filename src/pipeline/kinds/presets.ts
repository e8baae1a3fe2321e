import type { KindName, OptionsOf } from './index';

interface PresetOf<K extends KindName> {
  kind: K;
  label: string;
  /** What it makes, and the values that it supplies. */
  description: string;
  /** The values for what is left unset. They may hang on what is set, so that both go together. */
  supplies: (set: OptionsOf[K]) => Partial<OptionsOf[K]>;
}

const preset = <K extends KindName>(of: PresetOf<K>): PresetOf<K> => of;

/** A side is supplied only when neither is set: the other one would distort or pad the picture. */
const sized = <S extends object>(set: { width?: unknown; height?: unknown }, side: S): S | Record<string, never> =>
  set.width === undefined && set.height === undefined ? side : {};

const PREVIEW_SECONDS = 3;

/** What a form calls it when none is chosen. */
export const NO_PRESET = 'none';

/** Ready-made choices for what people want most. An option that is set wins over a preset's. */
export const PRESETS = {
  web_video: preset<'video'>({
    kind: 'video',
    label: 'Web Video',
    description: 'Plays in every browser and on phones: mp4, medium quality',
    supplies: ({ codec }) => ({ ...(codec !== 'vp9' && { format: 'mp4' }), quality: 'medium' }),
  }),
  small_video: preset<'video'>({
    kind: 'video',
    label: 'Small Video',
    description: 'For mail and chat: mp4, low quality, 480 pixels high',
    supplies: (set) => ({
      ...(set.codec !== 'vp9' && { format: 'mp4' }),
      quality: 'low',
      ...sized(set, { height: 480 }),
    }),
  }),
  podcast_audio: preset<'audio'>({
    kind: 'audio',
    label: 'Podcast Audio',
    description: 'Speech that plays everywhere: mp3, 128 kbit/s',
    supplies: ({ format, quality }) => ({
      format: 'mp3',
      ...(format === undefined && quality === undefined && { bitrate: 128_000 }),
    }),
  }),
  thumbnail: preset<'image'>({
    kind: 'image',
    label: 'Thumbnail',
    description: 'A picture, or the first frame of a video: jpeg, 640 pixels wide',
    supplies: (set) => ({ format: 'jpeg', ...sized(set, { width: 640 }) }),
  }),
  gif_preview: preset<'animation'>({
    kind: 'animation',
    label: 'GIF Preview',
    description: `The first ${PREVIEW_SECONDS} seconds, or as many from Start on: gif, 480 pixels wide, 10 frames per second`,
    supplies: (set) => ({
      format: 'gif',
      end: (set.start ?? 0) + PREVIEW_SECONDS,
      fps: 10,
      ...sized(set, { width: 480 }),
    }),
  }),
  hls_stream: preset<'adaptive_video'>({
    kind: 'adaptive_video',
    label: 'HLS Stream',
    description: 'A stream whose quality follows the viewer’s bandwidth: HLS, medium quality',
    supplies: () => ({ format: 'hls', quality: 'medium' }),
  }),
};

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

export const isPreset = (name: unknown): name is PresetName => typeof name === 'string' && Object.hasOwn(PRESETS, name);

/** Options with those of a preset for what is left unset. `supplied` are the ones that came from it. Nothing is checked. */
export function withPreset(
  name: PresetName,
  set: Record<string, unknown>,
): { options: Record<string, unknown>; supplied: Record<string, unknown> } {
  const { supplies } = PRESETS[name] as PresetOf<KindName>;
  const supplied = Object.fromEntries(Object.entries(supplies(set)).filter(([option]) => set[option] === undefined));
  return { options: { ...set, ...supplied }, supplied };
}
