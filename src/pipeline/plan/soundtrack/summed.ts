import { layoutOf } from './commonSound';
import type { CommonSound } from './commonSound';

/** Pure: a filter from sounds to all of them at once. `amix` divides each by their number, in old builds of ffmpeg unasked: their channels are added instead. */
export function summed(names: readonly string[], sound: CommonSound, to: string): string {
  if (names.length === 1) return `${names.join('')}anull${to}`;
  const channels = Array.from({ length: sound.channels }, (_, channel) => {
    const added = names.map((_, index) => `c${index * sound.channels + channel}`);
    return `c${channel}=${added.join('+')}`;
  });
  return `${names.join('')}amerge=inputs=${names.length},pan=${[layoutOf(sound), ...channels].join('|')}${to}`;
}
