import type { Step } from '../../../src/pipeline/plan/types';
import { partRead } from '../../../src/pipeline/plan/partRead';

const ffmpeg = (argv: string[], seconds: number | null): Step => ({ tool: 'ffmpeg', argv, seconds });
const sharp: Step = { tool: 'sharp', operation: { do: 'split', input: 'a', folder: 'b', list: 'c', slowed: 40 } };

it('begins where the plan seeks to', () =>
  expect(partRead([ffmpeg(['-ss', '1.25', '-i', 'a', '-t', '2', 'b'], 2)])).toEqual({ start: 1.25, seconds: 2 }));
it('begins at the beginning otherwise', () =>
  expect(partRead([ffmpeg(['-i', 'a', 'b'], null)])).toEqual({ start: 0, seconds: null }));
it('begins where both seeks together lead to: what is jumped over, and what is read and dropped', () =>
  expect(partRead([ffmpeg(['-ss', '10', '-i', 'a', '-ss', '3', 'b'], 9)])).toEqual({ start: 13, seconds: 9 }));
it('is that of the ffmpeg step, wherever sharp comes', () =>
  expect(partRead([ffmpeg(['-ss', '4', '-i', 'a', 'b'], null), sharp])).toEqual({ start: 4, seconds: null }));
it('is nothing of a plan without ffmpeg', () => expect(partRead([sharp])).toEqual({ start: 0, seconds: null }));
