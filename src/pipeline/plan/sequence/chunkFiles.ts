/** What a part of a sequence leaves to its joining. The sound has a file of its own, so that it is joined to the sample. */
export interface ChunkFiles {
  picture: string;
  sound: string;
}

const filesOf = (name: string): ChunkFiles => ({ picture: `${name}.mp4`, sound: `${name}.wav` });

/** Names of those of a clip. */
export const clipFiles = (index: number): ChunkFiles => filesOf(`${CLIP}${index}`);

/** Names of those of the transition from a clip to the next one. */
export const transitionFiles = (index: number): ChunkFiles => filesOf(`media-jobs-transition-${index}`);

/** Names of the sound of a clip that is heard in the transitions before and after it. */
export const overlapFiles = (index: number): { before: string; after: string } => ({
  before: `${CLIP}${index}-before.wav`,
  after: `${CLIP}${index}-after.wav`,
});

const CLIP = 'media-jobs-clip-';
