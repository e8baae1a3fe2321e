/** What ffmpeg tells of how far it has come. */
export interface ProgressUse {
  /** Seconds of result written so far. */
  onSeconds: (seconds: number) => void;
  /** Frames of the picture encoded so far. */
  onFrames?: ((frames: number) => void) | undefined;
}

/** A reader of ffmpeg's `-progress` output. */
export function progressReader({ onSeconds, onFrames }: ProgressUse): (line: string) => void {
  return (line) => {
    // Both names hold microseconds; builds before 4.3 have only the second.
    const [, value] = /^out_time_(?:us|ms)=(\d+)$/.exec(line) ?? [];
    if (value !== undefined) onSeconds(Number(value) / 1e6);
    const [, frames] = /^frame=\s*(\d+)$/.exec(line) ?? [];
    if (frames !== undefined) onFrames?.(Number(frames));
  };
}
