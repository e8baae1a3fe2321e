/** A reader of ffmpeg's `-progress` output: gives the seconds of result written so far. */
export function progressReader(onSeconds: (seconds: number) => void): (line: string) => void {
  return (line) => {
    // Both names hold microseconds; builds before 4.3 have only the second.
    const [, value] = /^out_time_(?:us|ms)=(\d+)$/.exec(line) ?? [];
    if (value !== undefined) onSeconds(Number(value) / 1e6);
  };
}
