/** A constant number of pictures a second: as a number, and as ffmpeg reads it. */
interface Rate {
  fps: number;
  frameRate: string;
}

/**
 * The rates that players and televisions are made for (Apple's HLS authoring guide: none above 60), and those of slow recordings, such as of a screen, down to
 * one picture in a second.
 */
const STANDARD: readonly Rate[] = [
  ...['1', '2', '3', '4', '5', '6', '8', '10', '12', '25/2', '15', '20'],
  ...['24000/1001', '24', '25', '30000/1001', '30', '48', '50', '60000/1001', '60'],
].map((frameRate) => {
  const [over = 0, under = 1] = frameRate.split('/').map(Number);
  return { fps: over / under, frameRate };
});

/** Pure: the standard rate nearest to one, by their ratio. Pictures of a slower one than all are repeated. */
export function standardRate(fps: number): Rate {
  const distance = (rate: Rate) => Math.abs(Math.log(rate.fps / fps));
  return STANDARD.reduce((nearest, rate) => (distance(rate) < distance(nearest) ? rate : nearest));
}
