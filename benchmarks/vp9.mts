// VP9 with both cores at work.
import { oneStream } from './support/oneStream.mts';

export const benchmark = oneStream({
  name: 'vp9', codec: 'vp9', height: 540, seconds: 32, rounds: 3, bar: 0.65,
  encoders: { 'libvpx-vp9': ['-crf', '45', '-b:v', '0', '-deadline', 'good', '-cpu-used', '4', '-g', '240'] },
  note: 'libvpx leaves cores idle, so pieces are encoded side by side',
});
