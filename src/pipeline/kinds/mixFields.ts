import { z } from 'zod/v4';
import { LENGTHS, MIXES } from '../media/mix';
import { choice, mediaReference, said } from './fields';

const audioUrl = () =>
  mediaReference(
    'Address of a file whose sound is heard in place of the source’s own. It may end in its times, such as #t=3,8. Unset: the source’s own.',
    { label: 'Audio URL', placeholder: 'https://example.com/voice.mp3', group: 'sound' },
  );

const audioMode = () =>
  choice(MIXES, 'What the sound of audio_url does with that of the source. Unset: replace.', {
    label: 'Audio Mode',
    group: 'sound',
    ordered: true,
  });

const musicUrl = () =>
  mediaReference(
    'Address of a file whose sound plays under all of it, again and again, and fades out over the last 1.5 seconds. It may end in its times, such as #t=3,8. Unset: none.',
    { label: 'Music URL', placeholder: 'https://example.com/music.mp3', group: 'sound' },
  );

const musicVolume = () =>
  said(z.number().min(0).max(10), 'How loud the music is, as a factor (0–10). Unset: 0.25.', {
    label: 'Music Volume',
    placeholder: '0.25',
    group: 'sound',
  });

const duck = () =>
  said(z.boolean(), 'Whether the music gets quieter while there is other sound. Unset: it does not.', {
    label: 'Duck',
    group: 'sound',
  });

const lengthFrom = () =>
  choice(
    LENGTHS,
    'What says how long the result is, beside audio_url. Where the picture is shorter, its last frame stays. Unset: audio for pictures without a length of their own, else video.',
    { label: 'Length From', group: 'sound', ordered: true },
  );

/** What is heard under a picture beside the source's own sound. */
export const soundtrack = () => ({
  audio_url: audioUrl().optional(),
  audio_mode: audioMode().optional(),
  music_url: musicUrl().optional(),
  music_volume: musicVolume().optional(),
  duck: duck().optional(),
  length_from: lengthFrom().optional(),
});

/** What says something of the sound of audio_url, and the value that is so without it, too. */
const OF_AUDIO_URL = { audio_mode: 'replace', length_from: 'video' } as const;

type Given = Partial<Record<keyof ReturnType<typeof soundtrack> | 'audio' | 'reverse', unknown>>;

/** Options that have no meaning without another, or none beside it. */
export function refuseUnheard({ value, issues }: z.core.ParsePayload<Given>): void {
  const refuse = (name: keyof Given, message: string) =>
    issues.push({ code: 'custom', path: [name], message, input: value[name] });
  for (const name of ['audio_mode', 'length_from'] as const)
    if (value.audio_url === undefined && (value[name] ?? OF_AUDIO_URL[name]) !== OF_AUDIO_URL[name])
      refuse(name, 'only goes with "audio_url"');
  for (const name of ['audio_url', 'music_url'] as const) {
    if (value[name] === undefined) continue;
    if (value.audio === false)
      refuse('audio', `makes the result silent: leave out "${name}", or set "volume" to 0 for the source's own sound`);
    if (value.reverse === true) refuse('reverse', `only goes without "${name}"`);
  }
}
