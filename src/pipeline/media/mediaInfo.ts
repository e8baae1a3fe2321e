/** The picture of a source. Sizes are as displayed: rotation and non-square pixels applied. */
export interface VideoInfo {
  /** Stream index in the file. */
  index: number;
  /** ffmpeg's name: h264, hevc, vp9, av1, gif, png … */
  codec: string;
  profile: string | null;
  /** As the codec counts it: 31 is level 3.1 of H.264. */
  level: number | null;
  width: number;
  height: number;
  /** As stored, before rotation and pixel aspect. */
  codedWidth: number;
  codedHeight: number;
  /** Clockwise degrees that a player turns the stored picture: 0, 90, 180 or 270. */
  rotation: number;
  /** The container says how a player turns or mirrors it. */
  oriented?: true;
  /** A player mirrors it, too. */
  mirrored?: true;
  /** The filter by which it gets upright where ffmpeg turns it alone; absent: it is so by itself. */
  unturned?: 'hflip' | 'vflip';
  squarePixels: boolean;
  pixelFormat: string;
  bitDepth: number;
  hasAlpha: boolean;
  interlaced: boolean;
  /** Frames per second, constant or the grid that a variable rate fits on; as a number and as ffmpeg reads it (`30000/1001`). */
  fps: number;
  frameRate: string;
  variableFps: boolean;
  /** Seconds by which a picture may be decoded before it is shown, where others that follow build on it (B-frames); absent: none. */
  decodedAhead?: number;
  /** PQ or HLG transfer; null for standard dynamic range. */
  hdr: 'pq' | 'hlg' | null;
  colorSpace: string | null;
  colorPrimaries: string | null;
  colorTransfer: string | null;
  fullRange: boolean;
  /** How many pictures an animation says it has; of one picture, that it is shown for some time. */
  frames?: number;
  /** How often it is played; 0: without end. Absent: it does not say. */
  plays?: number;
  /** A GIF of which ffmpeg shows a colour where nothing is drawn; see `showsBackground`. */
  showsBackground?: true;
  /** Bits per second, where the file says it or it can be derived. */
  bitrate: number | null;
  /** Seconds. */
  startTime: number;
  duration: number | null;
}

export interface AudioInfo {
  index: number;
  codec: string;
  profile: string | null;
  /** The container has a list of its frames: there are some. */
  counted?: true;
  sampleRate: number;
  channels: number;
  bitDepth: number | null;
  bitrate: number | null;
  startTime: number;
  duration: number | null;
  /** As the file says it, bounded: `eng`, `en-US`, a title. */
  language?: string;
  title?: string;
}

/** One of several sound tracks of a file. */
export interface SoundTrack extends AudioInfo {
  /** Whether the file marks it as the one that is played unasked. Some files mark all of theirs. */
  isDefault: boolean;
}

/** What a file is made of, read by ffprobe or, for still and animated images, by sharp. */
export interface MediaInfo {
  /** Where ffmpeg finds it: a path on this machine, or the address of a range reader. */
  path: string;
  /** Short name of the container: mp4, mov, webm, mkv, avi, mpegts, mp3, wav, jpeg, png, gif, webp … */
  format: string;
  bytes: number;
  /** Seconds; null for a picture that is no animation. */
  duration: number | null;
  /** Whether the duration stands in the file's own header, so that a file which ends earlier is cut off. */
  durationDeclared: boolean;
  bitrate: number | null;
  /** An mp3 that stops in the middle of its last frame. */
  endsInFrame?: true;
  video: VideoInfo | null;
  /** The sound that is taken. */
  audio: AudioInfo | null;
  /** Where it has several sound tracks: the first of them, in their order; at most MOST_SOUND_TRACKS. */
  sounds?: readonly SoundTrack[];
  /** The container declares sound, and holds none. */
  declaresSound?: true;
  /** A cover picture inside an audio file. */
  cover: VideoInfo | null;
  /** One picture, not moving; an animation of one is shown for some time (`frames`). */
  still: boolean;
  /** Tags of the file, lower-case keys. */
  tags: Record<string, string>;
}
