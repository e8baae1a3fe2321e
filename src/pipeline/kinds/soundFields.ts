import { z } from 'zod/v4';
import { choice, said } from './fields';

/** Where a fade is: in the time of the result, as it is played. */
const fade = (label: string, description: string) =>
  said(z.number().min(0).max(60), description, { label: `${label} (Seconds)`, placeholder: '1', group: 'sound' });

const volume = () =>
  said(
    z.number().min(0).max(10),
    'How loud the sound is (0–10): 0.5 is half the amplitude, 2 twice; 0 is silence. Peaks that would be too loud are limited below −1 dBTP. Unset: 1.',
    { label: 'Volume', placeholder: '0.5', group: 'sound' },
  );

const withSound = () =>
  said(z.boolean(), 'Whether the result has sound. If not, it has no sound track at all. Unset: it has.', {
    label: 'Audio',
    group: 'sound',
    turnsOff: true,
  });

const normalize = () =>
  choice(
    { lufs: { name: 'Loudness', description: 'By its loudness as people hear it (EBU R128)' } },
    'Whether the sound is brought to a loudness, that of target_lufs or −16 LUFS. Unset: only where target_lufs is set.',
    { label: 'Normalize', group: 'sound' },
  );

const targetLufs = () =>
  said(
    z.number().min(-36).max(-6),
    'Loudness of the result in LUFS (−36 to −6), found by listening to it first: one gain for all of it, with its true peaks limited below −1 dBTP. −16 is usual for podcasts, −14 for video platforms, −23 for television (EBU R128). Unset: as it is.',
    { label: 'Target LUFS', placeholder: '-16', group: 'sound' },
  );

/** What is done to the sound of a result. */
export const sound = () => ({
  normalize: normalize().optional(),
  target_lufs: targetLufs().optional(),
  volume: volume().optional(),
  fade_in: fade(
    'Fade In',
    'Seconds of the result (0–60) in which it fades in from silence, and its picture from black. Unset: none.',
  ).optional(),
  fade_out: fade(
    'Fade Out',
    'Seconds of the result (0–60) in which it fades out to silence, and its picture to black, up to its end. Unset: none.',
  ).optional(),
});

/** The same beside a picture, which fades with it, and without which it can be. */
export const soundBesidePicture = () => ({
  audio: withSound().optional(),
  ...sound(),
});

export const channels = () =>
  said(
    z.int().min(1).max(2),
    'Channels of the result (1–2): 1 is mono, the mean of left and right; 2 is stereo. Unset: as the source, at most what the format holds.',
    { label: 'Channels', placeholder: '1', group: 'sound' },
  );

export const sampleRate = () =>
  said(
    z.int().min(8000).max(192_000),
    'Samples per second of the result (8,000–192,000): 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100 or 48000; wav and flac also hold 88200, 96000, 176400 and 192000, opus 48000 alone. Unset: as the source, where the format has it.',
    { label: 'Sample Rate', placeholder: '44100', group: 'sound' },
  );

/** One line of text. */
const tag = () =>
  z
    .string()
    .min(1)
    .max(500, { abort: true })
    .refine((text) => !/\p{Cc}/u.test(text), { error: 'must be one line of text' });

export const tags = () =>
  said(
    z.strictObject({ title: tag().optional(), artist: tag().optional(), album: tag().optional() }),
    'What a player shows of the result, as JSON: title, artist and album, at most 500 characters each. It stands in place of what the source says. Unset: as the source.',
    { label: 'Tags', placeholder: '{"title": "Episode 12", "artist": "The Trams"}', group: 'sound' },
  );

interface Heard {
  audio?: boolean | undefined;
  audio_track?: number | string | undefined;
  volume?: number | undefined;
  normalize?: 'lufs' | undefined;
  target_lufs?: number | undefined;
}

/** What is silent has no volume. */
export function refuseSilenced({ value: { audio, ...others }, issues }: z.core.ParsePayload<Heard>): void {
  if (audio !== false) return;
  for (const name of ['audio_track', 'volume', 'normalize', 'target_lufs'] as const)
    if (others[name] !== undefined)
      issues.push({
        code: 'custom',
        path: [name],
        message: 'only goes with sound; "audio": false leaves it out',
        input: others[name],
      });
}
