import type { Destination } from '../storage/destination';
import { fileDestination, folderDestination } from '../storage/destinations';
import { SETS, setOf } from './index';
import type { KindName } from './index';

/** A path for the result of a kind: a file, or the folder of a set, which may take the place of an earlier set of whatever kind. */
export const destinationAt = (kind: KindName, path: string, { overwrite }: { overwrite: boolean }): Destination =>
  setOf(kind) === null ? fileDestination(path, { overwrite }) : folderDestination(path, { overwrite, sets: SETS });
