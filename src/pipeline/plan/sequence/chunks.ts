import { clipFiles, transitionFiles } from './chunkFiles';
import type { ChunkFiles } from './chunkFiles';
import { aloneIn } from './span';
import type { Frames } from './span';
import type { PlacedClip } from './placedClips';

export type Alone = readonly [PlacedClip];
export type Pair = readonly [going: PlacedClip, coming: PlacedClip];

/** A part of a sequence that is encoded by itself: a clip as far as it is seen alone, or the transition from one to the next. */
export interface Chunk<Shown = Alone | Pair> {
  shows: Shown;
  /** Of the result. */
  frames: Frames;
  files: ChunkFiles;
}

/** Pure: the parts of a sequence, one after the other without a gap. */
export const chunksOf = (placed: readonly PlacedClip[]): Chunk[] =>
  placed.flatMap((clip, index): Chunk[] => {
    const next = placed[index + 1];
    const alone: Chunk = { shows: [clip], frames: aloneIn(clip), files: clipFiles(clip.index) };
    if (next === undefined || clip.after.frames === 0) return [alone];
    const frames = { from: next.from, to: clip.to };
    return [alone, { shows: [clip, next], frames, files: transitionFiles(clip.index) }];
  });
