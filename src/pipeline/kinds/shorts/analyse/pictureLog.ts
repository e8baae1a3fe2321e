import type { PictureAnalysis } from '../../../inspect/pictures/analysis';
import { joined } from '../parts';
import type { MeasuredFrame } from '../../../inspect/pictures/frameMeter';
import { shotsOf } from '../../../inspect/pictures/shots';
import type { Part } from '../../../media/part';

/** The pictures of a source as they become known, part by part. */
export class PictureLog {
  private readonly frames = new Map<number, MeasuredFrame>();
  private examined: Part[] = [];

  /** @param fps pictures measured per second; all parts lie on this grid */
  constructor(
    private readonly fps: number,
    private readonly sparse: PictureAnalysis['sparse'],
  ) {}

  /** @param part what was asked for @param frames those of it, and of a little around it */
  add(part: Part, frames: readonly MeasuredFrame[]): void {
    for (const frame of frames) this.frames.set(Math.round(frame.at * this.fps), frame);
    this.examined = joined([...this.examined, part], 1 / this.fps);
  }

  analysis(): PictureAnalysis {
    const numbers = [...this.frames.keys()].sort((a, b) => a - b);
    const runs: MeasuredFrame[][] = [];
    for (const [index, number] of numbers.entries()) {
      const frame = this.frames.get(number);
      if (frame === undefined) continue;
      if (number - (numbers[index - 1] ?? -Infinity) > 1) runs.push([]);
      runs.at(-1)?.push(frame);
    }
    const shots = runs.map((run) => shotsOf(run, this.fps));
    return {
      examined: this.examined,
      cuts: shots.flatMap(({ cuts }) => cuts),
      black: shots.flatMap(({ black }) => black),
      frozen: shots.flatMap(({ frozen }) => frozen),
      frames: shots.flatMap(({ frames }) => frames),
      sparse: this.sparse,
    };
  }
}
