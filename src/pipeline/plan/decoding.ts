import type { Encoders } from '../ffmpeg/encoders';
import type { VideoInfo } from '../media/mediaInfo';
import { keepFilters } from './changingSize';

/** ffmpeg's own decoders leave out the transparency of these, the codecs' own do not. */
const WITH_ALPHA: Partial<Record<string, string>> = { vp8: 'libvpx', vp9: 'libvpx-vp9' };

/** Pure: input options by which all of a picture is decoded. Builds that encode by a codec's own library decode by it, too. */
export function decoding(picture: VideoInfo, { names }: Pick<Encoders, 'names'>): string[] {
  const decoder = picture.hasAlpha ? WITH_ALPHA[picture.codec] : undefined;
  return [
    ...(decoder !== undefined && names.has(decoder) ? [`-c:${picture.index}`, decoder] : []),
    ...keepFilters(picture),
  ];
}
