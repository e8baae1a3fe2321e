/** A part of a source, in seconds from where the source begins. */
export interface Part {
  start: number;
  end: number;
}
