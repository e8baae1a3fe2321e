import { shownName } from '../base/shownValue';
import { MOST_PROBLEMS } from '../base/textLimits';
import type { AudioInfo, MediaInfo, SoundTrack } from './mediaInfo';

/** So many sound tracks of a file are told apart, and can be asked for: a job is stored with all that is known of its source. */
export const MOST_SOUND_TRACKS = 50;

/** A sound track that was asked for: its number among the sound tracks of a file, from 1, or a language (ISO 639, two or three letters). */
export type AskedTrack = number | string;

/** The one that is played where nothing is asked: what the file marks as its default, or the first. */
export const preferred = <T extends { isDefault: boolean }>(tracks: readonly T[]): T | undefined =>
  tracks.find(({ isDefault }) => isDefault) ?? tracks[0];

/** All that can be asked for. */
export const soundTracksOf = ({ sounds, audio }: Pick<MediaInfo, 'sounds' | 'audio'>): readonly SoundTrack[] =>
  sounds ?? (audio === null ? [] : [{ ...audio, isDefault: true }]);

/** The track that was asked for; of several in a language the preferred one. Undefined: there is none. */
export function trackOf(tracks: readonly SoundTrack[], asked: AskedTrack): SoundTrack | undefined {
  if (typeof asked === 'number') return tracks[asked - 1];
  const wanted = languageOf(asked);
  return preferred(tracks.filter(({ language }) => language !== undefined && languageOf(language) === wanted));
}

/** A language in one spelling: `eng`, `en` and `en-US` are `en`. What is no name of a language is left as it is. */
function languageOf(name: string): string {
  const [first = ''] = name.toLowerCase().split(/[-_]/, 1);
  return /^[a-z]{2,3}$/.test(first) ? (Intl.getCanonicalLocales(first)[0] ?? first) : first;
}

/** Tracks in words, with the numbers by which they are asked for: `1 (eng, stereo), 2 (mono, "Right")`. */
export function tracksInWords(tracks: readonly SoundTrack[]): string {
  const told = tracks
    .slice(0, MOST_PROBLEMS)
    .map(
      ({ language, channels, title }, index) =>
        `${index + 1} (${[language, channelsInWords(channels), title && shownName(title)].filter(Boolean).join(', ')})`,
    );
  const more = tracks.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join(', ') || 'none';
}

const NAMED: Record<number, string | undefined> = { 1: 'mono', 2: 'stereo' };

export const channelsInWords = (channels: AudioInfo['channels']): string => NAMED[channels] ?? `${channels} channels`;
