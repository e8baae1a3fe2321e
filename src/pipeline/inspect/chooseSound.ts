import { mediaError } from '../errors/mediaError';
import { nameOf } from '../media/nameOf';
import type { MediaInfo } from '../media/mediaInfo';
import { soundTracksOf, tracksInWords, trackOf } from '../media/soundTrack';
import type { AskedTrack } from '../media/soundTrack';

/** Pure: a source whose sound is the track that was asked for. @throws audio_track_missing, which lists those that there are */
export function chooseSound(info: MediaInfo, asked: AskedTrack): MediaInfo {
  const tracks = soundTracksOf(info);
  const audio = trackOf(tracks, asked);
  if (audio === undefined)
    throw mediaError('audio_track_missing', {
      input: nameOf(info.path),
      asked: `${asked}`,
      tracks: tracksInWords(tracks),
    });
  return { ...info, audio };
}
