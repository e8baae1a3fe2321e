/** Names of what a clip leaves to the joining of its sequence. The sound has a file of its own, so that it is joined to the sample. */
export const clipFiles = (index: number): { picture: string; sound: string } => ({
  picture: `${CLIP}${index}.mp4`,
  sound: `${CLIP}${index}.wav`,
});

const CLIP = 'media-jobs-clip-';
