import { lstat, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { identify, isGone } from '../base/processIdentity';
import { bootOf, processOf } from './processMark';
import type { MarkedProcess } from './processMark';
import { removeFolder } from './removeFolder';
import { ASIDE, endSwap } from './replaceFolder';

/** File systems of Linux that one running machine alone can have mounted (statfs(2)): ext, XFS, Btrfs, F2FS, ZFS, tmpfs, overlayfs. */
const OF_ONE_MACHINE = new Set([0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0x01021994, 0x794c7630]);

/** Folders in a folder whose processes were killed: those that they worked in, and those that stepped aside for a result. */
export interface LeftFolders {
  /** Names of those that were removed, or are in their old place again. */
  removed: string[];
  /** Names of those whose process may live, on another machine or in another container. */
  kept: string[];
}

/**
 * Removes from a folder what processes that were killed have left there, and nothing that may be anybody's: a name that is no mark of ours, another user's folder and
 * what is no folder stay. What had stepped aside comes back, where nothing has taken its place. A process of this machine and this namespace is looked for. One of
 * another start of the machine is gone where the file system cannot be another machine's; in another container it cannot be seen, and its folder stays. Never rejects.
 * @param prefix of all work folders
 */
export async function removeLeftFolders(
  root: string,
  prefix: string,
  here = identify(process.pid),
): Promise<LeftFolders> {
  const left: LeftFolders = { removed: [], kept: [] };
  const [boot = ''] = here?.started.split(':') ?? [];
  if (here === null || boot === '') return left;
  for (const name of await readdir(root).catch(() => [])) {
    const found = markedIn(name, prefix);
    if (found === null || !(await isOurs(join(root, name), found.target === null))) continue;
    const { owner, target } = found;
    const sameBoot = owner.boot === bootOf(boot);
    const seen = sameBoot && owner.namespace === here.namespace;
    if (seen && !isGone({ ...owner, started: `${boot}:${owner.ticks}` })) continue;
    const isLost = seen || (!sameBoot && (await isOfOneMachine(root)));
    if (isLost)
      await (target === null ? removeFolder(join(root, name)) : endSwap(join(root, name), join(root, target)));
    left[isLost ? 'removed' : 'kept'].push(name);
  }
  return left;
}

/** Whose a folder is by its name. `target`: the name that it had before it stepped aside; null for a work folder. */
function markedIn(name: string, prefix: string): { owner: MarkedProcess; target: string | null } | null {
  const aside = name.lastIndexOf(ASIDE);
  const isWork = name.startsWith(prefix);
  if (!isWork && aside < 1) return null;
  const owner = processOf(name.slice(isWork ? prefix.length : aside + ASIDE.length));
  return owner && { owner, target: isWork ? null : name.slice(0, aside) };
}

/** A folder of this user, no link. @param alone it was made for this user alone */
async function isOurs(path: string, alone: boolean): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory() !== true || found.uid !== process.getuid?.()) return false;
  return !alone || (found.mode & 0o777) === 0o700;
}

const isOfOneMachine = async (folder: string): Promise<boolean> =>
  OF_ONE_MACHINE.has((await statfs(folder).catch(() => ({ type: 0 }))).type >>> 0);
