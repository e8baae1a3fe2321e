import type { MasterPlaylist } from '../hls/masterPlaylist';
import type { ExpectedOutput } from '../media/expectedOutput';

/** A file that can only be written when others are there, and leads to them. */
export interface Finish {
  write: 'master_playlist';
  output: ExpectedOutput;
  playlist: MasterPlaylist;
}

/** Pure: all files that a plan makes, the main one first. */
export const outputsOf = ({
  finish,
  outputs,
}: {
  finish: readonly Finish[];
  outputs: readonly ExpectedOutput[];
}): ExpectedOutput[] => [...finish.map(({ output }) => output), ...outputs];
