import type { ImageFormat } from '../media/formats';
import type { Quality } from '../media/quality';
import type { Area, Size } from '../media/frame';

/** One picture turned into another by sharp, as data, in the order of the fields. Relative names are in the job's folder. */
export interface RenderImage {
  do: 'render';
  input: string;
  output: string;
  /** Clockwise degrees beyond upright: 0, 90, 180 or 270; then it is mirrored. */
  rotate?: number;
  flip?: 'horizontal' | 'vertical' | null;
  crop: Area | null;
  scale: Size | null;
  /** Colour that shows under transparency, `#rrggbb`; null keeps it transparent. */
  under: string | null;
  /** Bars around the picture, in pixels, and their colour, `#rrggbb`; null: transparent. */
  bars: { left: number; top: number; right: number; bottom: number; color: string | null } | null;
  format: ImageFormat;
  quality: Quality;
  /** Bytes that it has at most, if a quality number above the lowest can make it so; absent: any. */
  mostBytes?: number;
}

/** An animated picture taken apart into PNG files, with an ffconcat list of them and their times. */
export interface SplitAnimation {
  do: 'split';
  input: string;
  folder: string;
  list: string;
  /** How many times as long as they are the list says that the pictures are shown. */
  slowed: number;
}

/** A HEIC or HEIF picture as an uncompressed TIFF, which sharp reads. */
export interface DecodeHeif {
  do: 'decode';
  input: string;
  output: string;
}

/** The best of several pictures gets the name of the output: see `bestOf`. Those that are not there are passed over. */
export interface ChoosePicture {
  do: 'choose';
  /** The first one. */
  input: string;
  inputs: readonly string[];
  output: string;
}

/** A WebP of one picture becomes an animation that shows it for some seconds; see `timeStill`. */
export interface TimeStill {
  do: 'time';
  /** It is changed in its place. */
  input: string;
  seconds: number;
  /** How often it is played; 0: without end. */
  plays: number;
}

/** A GIF of whole pictures, each cleared before the next, takes the place of one of what changes, if it is transparent somewhere; see `clearPictures`. */
export interface ClearPictures {
  do: 'clear';
  input: string;
  /** Of each picture, how opaque the least opaque pixel is, as ffmpeg's filter `signalstats` tells it of the alpha channel. */
  seen: string;
  output: string;
}

/** A copy of a GIF of which ffmpeg leaves free what no picture covers; see `freeCanvas`. */
export interface FreeCanvas {
  do: 'free';
  input: string;
  output: string;
}

export type ImageOperation =
  RenderImage | SplitAnimation | DecodeHeif | ChoosePicture | TimeStill | ClearPictures | FreeCanvas;
