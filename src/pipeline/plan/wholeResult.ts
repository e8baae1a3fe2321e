/** A result that has too many bytes, beside what is made of it or in its place. */
export const WHOLE = 'media-jobs-whole';
