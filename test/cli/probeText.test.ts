import { probeText } from '../../src/cli/probeText';
import { mediaInfo } from '../support/mediaInfo';

it('several sound tracks are listed with the numbers by which they are asked for', () => {
  const { audio } = mediaInfo();
  if (audio === null) throw new Error('no sound');
  const sounds = [
    { ...audio, language: 'eng', isDefault: true },
    { ...audio, channels: 1, title: 'Left', isDefault: false },
  ];
  const lines = probeText(mediaInfo({ sounds }))
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim());
  expect(lines).toContain('audio_track 1 aac, stereo, 48000 Hz, 128 kb/s, eng, default');
  expect(lines).toContain('audio_track 2 aac, mono, 48000 Hz, 128 kb/s, "Left"');
  expect(probeText(mediaInfo())).not.toContain('audio_track');
});
