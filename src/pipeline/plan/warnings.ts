import type { JobWarning } from '../job/job';
import type { AudioInfo, MediaInfo, SoundTrack, VideoInfo } from '../media/mediaInfo';
import { tracksInWords } from '../media/soundTrack';
import type { AskedTrack } from '../media/soundTrack';
import { MOVING_PICTURES } from '../media/formats';
import type { ImageFormat } from '../media/formats';
import type { Shape } from './geometry';
import { isUpscaled } from './geometry';
import type { Size } from '../media/frame';

/** What a plan puts up with, in words. */
export const upscaled = (source: Size, shape: Shape): JobWarning[] =>
  isUpscaled(source, shape)
    ? [
        {
          kind: 'upscaled',
          message: `The picture was enlarged from ${source.width}×${source.height} to ${shape.width}×${shape.height}; that adds bytes, not detail.`,
        },
      ]
    : [];

/** @param format of the result, which holds no sound */
export const soundDropped = ({ audio }: MediaInfo, format: string): JobWarning[] =>
  audio === null ? [] : [{ kind: 'audio_dropped', message: `The sound was left out: ${format} holds none.` }];

/** What a picture loses in a format, of which jpeg alone cannot be transparent. */
export const transparencyLost = (
  { hasAlpha }: Pick<VideoInfo, 'hasAlpha'>,
  format: ImageFormat,
  background: string | undefined,
): JobWarning[] =>
  hasAlpha && format === 'jpeg' && background === undefined
    ? [
        {
          kind: 'transparency_lost',
          message:
            'jpeg cannot be transparent: what was transparent is black now. Set a background, or use png, webp or avif.',
        },
      ]
    : [];

/**
 * What a moving picture loses where its result is encoded as a video. Animations have a channel for transparency whether or not any of it is transparent: of
 * them nothing is said.
 */
export const transparencyLostInVideo = (
  { video, format }: Pick<MediaInfo, 'video' | 'format'>,
  background: string | undefined,
): JobWarning[] =>
  video?.hasAlpha === true && background === undefined && !MOVING_PICTURES.includes(format)
    ? [
        {
          kind: 'transparency_lost',
          message:
            'A video is made without transparency: what was transparent is black now. Set a background, or use the kind "animation".',
        },
      ]
    : [];

/** What is to be said of the sound of a source, before it is used. @param track that was asked for; undefined: none */
export const soundWarnings = (
  media: MediaInfo,
  { withSound, track }: { withSound: boolean; track?: AskedTrack | undefined },
): JobWarning[] => [...soundMissing(media), ...(withSound && track === undefined ? trackUnchosen(media) : [])];

const soundMissing = ({ declaresSound }: MediaInfo): JobWarning[] =>
  declaresSound
    ? [{ kind: 'sound_missing', message: 'The input says that it has sound, but holds none: the result has no sound.' }]
    : [];

/** Of several sound tracks one was taken, and it may have been another that was wanted. */
function trackUnchosen({ sounds = [], audio }: MediaInfo): JobWarning[] {
  const taken = sounds.findIndex(({ index }) => index === audio?.index);
  if (sounds.length < 2 || audio === null || areToldApart(sounds, audio)) return [];
  return [
    {
      kind: 'audio_track_unchosen',
      message: `The input has ${sounds.length} sound tracks: ${tracksInWords(sounds)}. Track ${taken + 1} was taken. Set audio_track to choose another one.`,
    },
  ];
}

/** Whether the file says which track is to be played: one is its default, and is not one side of a recording whose other side is a track of its own. */
const areToldApart = (tracks: readonly SoundTrack[], taken: AudioInfo): boolean =>
  tracks.filter(({ isDefault }) => isDefault).length === 1 &&
  !(
    taken.channels === 1 &&
    tracks.some(
      ({ index, channels, language }) => index !== taken.index && channels === 1 && language === taken.language,
    )
  );
