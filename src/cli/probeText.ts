import type { AudioInfo, MediaInfo, SoundTrack, VideoInfo } from '../pipeline/media/mediaInfo';
import { shownName } from '../pipeline/base/shownValue';
import { channelsInWords } from '../pipeline/media/soundTrack';
import { formatBytes, formatDuration, table } from './format';
import { printable } from './io';

/** A probed file for people. */
export function probeText({
  path,
  format,
  bytes,
  duration,
  bitrate,
  video,
  audio,
  sounds = [],
  cover,
  still,
  tags,
}: MediaInfo): string {
  const withoutDuration = still ? 'still picture' : 'unknown';
  const rows: [string, string][] = [
    ['file', path],
    ['format', format],
    ['bytes', `${formatBytes(bytes)} (${bytes})`],
    ['duration', duration === null ? withoutDuration : formatDuration(duration)],
    ['bitrate', bitsPerSecond(bitrate)],
    ['video', video === null ? 'none' : picture(video)],
    ['audio', audio === null ? 'none' : sound(audio)],
    ...sounds.map((track, index): [string, string] => [`audio_track ${index + 1}`, soundTrack(track)]),
    ...(cover === null ? [] : [['cover', picture(cover)] as [string, string]]),
    ...Object.entries(tags).map(([name, value]): [string, string] => [`tag ${name}`, value]),
  ];
  return table(rows.map((row) => row.map(printable)));
}

function picture(info: VideoInfo): string {
  const facts = [
    info.codec,
    `${info.width}×${info.height}`,
    info.fps > 0 && `${Number(info.fps.toFixed(3))} fps${info.variableFps ? ' (variable)' : ''}`,
    info.rotation !== 0 && `stored ${info.codedWidth}×${info.codedHeight}, turned ${info.rotation}°`,
    !info.squarePixels && `stored ${info.codedWidth}×${info.codedHeight}, pixels not square`,
    info.pixelFormat,
    info.bitDepth > 8 && `${info.bitDepth} bit`,
    info.hdr && `HDR (${info.hdr})`,
    info.hasAlpha && 'transparency',
    info.interlaced && 'interlaced',
    info.bitrate !== null && bitsPerSecond(info.bitrate),
  ];
  return facts.filter((fact) => typeof fact === 'string' && fact !== '').join(', ');
}

const sound = ({ codec, channels, sampleRate, bitrate }: AudioInfo): string =>
  [codec, channelsInWords(channels), `${sampleRate} Hz`, ...(bitrate === null ? [] : [bitsPerSecond(bitrate)])].join(
    ', ',
  );

const soundTrack = ({ language, title, isDefault, ...info }: SoundTrack): string =>
  [
    sound(info),
    ...(language ? [language] : []),
    ...(title ? [shownName(title)] : []),
    ...(isDefault ? ['default'] : []),
  ].join(', ');

const bitsPerSecond = (bits: number | null): string => (bits === null ? 'unknown' : `${Math.round(bits / 1000)} kb/s`);
