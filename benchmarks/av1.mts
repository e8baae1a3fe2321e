// AV1 with the best encoder that this ffmpeg has.
import { oneStream } from './support/oneStream.mts';

export const benchmark = oneStream({
  name: 'av1', codec: 'av1', height: 720, seconds: 12, rounds: 3, bar: 0.65,
  encoders: { 'libsvtav1': ['-crf', '52', '-preset', '10', '-g', '240'], 'libaom-av1': ['-crf', '52', '-b:v', '0', '-cpu-used', '8', '-g', '240'] },
  note: 'SVT-AV1 on one stream has both cores at work already',
});
