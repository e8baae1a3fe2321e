/** The filter by which sample follows sample, whatever times they come with. */
export const IN_ORDER = 'asetpts=N/SR/TB';

/** What is known of a sound whose place in time is to be kept. */
export interface SoundInTime {
  /** Seconds after which it sets in, in the time that the filters are given. */
  begins: number;
  /** Seconds of the source in a second of the result. */
  speed: number;
  /** Seconds of one frame of the encoder; 0: it takes any number of samples. */
  frame: number;
  /** Filters for the sound in its place, before its speed is changed. */
  changes?: readonly string[] | undefined;
}

/** The sound may set in so many seconds later than its container says, and is still its beginning. */
const LATER_BY = 0.1;
/** Sound that sets in later than this (seconds) is not heard at the front even for one frame. */
const LATE = 0.03;
/** Frames: what is nearer to the end of one than a rounding of timestamps has reached it. */
const ROUNDING = 0.01;
/** Seconds of source that a change of speed holds back, and loses where its graph is given up. */
const HELD_BACK = 0.05;
/** Sample rates that a stream can change to (Hz). */
const RATES = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];

/**
 * ffmpeg before 6 gives the last frame before a change of the sample rate a time that is wrong by the ratio of both rates. A jump by just such a ratio is
 * none: the frame follows the one before it.
 */
const FOLLOWING = `asetpts='st(0,PREV_INT+S/SR);if(gt(T,ld(0)+0.1)*(${RATES.map((rate) => `lt(abs(T*SR-ld(0)*${rate}),ld(0))`).join('+')}),ld(0)/TB,PTS)'`;

/**
 * Filters that keep a sound in its place: silence where it sets in late and in its gaps, at any speed.
 *
 * ffmpeg builds the graph anew where channels or sample rate change in mid-stream (broadcasts, podcasts with a mono advert). A filter that fills from 0 on
 * would do so again; and up to a frame that the encoder waited for is lost with the old graph. So the first frame of each graph is brought forward, in the
 * first one to 0, in a later one to the end of the last frame that the encoder has got; what is then missing after it is filled. No filter may wait to be
 * asked for its end: what is kept back meanwhile is lost as well.
 */
export function soundInTime({ begins, speed, frame, changes = [] }: SoundInTime): string {
  const isRetimed = speed !== 1;
  const reached = frame === 0 ? 'T' : `floor(T/${frame}+${ROUNDING})*${frame}`;
  const last = isRetimed ? `max(0,T-${HELD_BACK + (speed * frame) / 2})` : reached;
  const isFirst = `lt(T,${(begins + LATER_BY).toFixed(3)})`;
  return [
    FOLLOWING,
    'aresample=async=1',
    ...(begins > LATE ? [`volume=precision=double:eval=frame:volume='1-eq(n,0)*${isFirst.replace('T', 't')}'`] : []),
    `asetpts='if(N,PTS,if(${isFirst},0,${last})/TB)'`,
    'aresample=async=1:min_comp=0.0001:min_hard_comp=0.0001',
    ...changes,
    // Builds differ in the times that they give sound of another speed after a change: sample follows sample.
    ...(isRetimed ? [...tempo(speed), 'asetpts=NAN'] : []),
  ].join(',');
}

/** What one `atempo` takes in every build of ffmpeg without leaving samples out. */
const LEAST_TEMPO = 0.5;
const MOST_TEMPO = 2;

/** Filters that play sound at another speed and keep its pitch: as many as it takes. */
function tempo(speed: number): string[] {
  const step = Math.min(MOST_TEMPO, Math.max(LEAST_TEMPO, speed));
  if (step === speed) return [`atempo=${speed}`];
  return [`atempo=${step}`, ...tempo(speed / step)];
}
