import { lstat, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { identify, isGone, ownIdentity } from '../base/processIdentity';
import type { ProcessIdentity } from '../base/processIdentity';

/** `4242-83911-4026531836-1b4e28ba2fa1-`: number and start of a process, where its number counts, and the start of its machine. */
const MARK = /^(\d+)-(\d+)-(\d+)-([0-9a-f]{12})-[A-Za-z0-9]{6}$/;

/** File systems of Linux that one running machine alone can have mounted (statfs(2)): ext, XFS, Btrfs, F2FS, ZFS, tmpfs, overlayfs. */
const OF_ONE_MACHINE = new Set([0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0x01021994, 0x794c7630]);

const bootOf = (bootId: string): string => bootId.replaceAll('-', '').slice(0, 12);

/** What this process writes into the names of its work folders; empty where processes cannot be told apart (not on Linux). */
export function ownMark({ pid, started, namespace }: ProcessIdentity = ownIdentity()): string {
  const [boot = '', ticks = ''] = started.split(':');
  const [space = ''] = /\d+/.exec(namespace) ?? [];
  return ticks === '' || space === '' ? '' : `${pid}-${ticks}-${space}-${bootOf(boot)}-`;
}

/** Work folders in a folder whose processes were killed. */
export interface LeftFolders {
  /** Names of those that were removed. */
  removed: string[];
  /** Names of those whose process may live, on another machine or in another container. */
  kept: string[];
}

/**
 * Removes from a folder what processes that were killed have left there, and nothing that may be anybody's: a name that is no mark of ours, another user's folder and
 * what is no folder stay. A process of this machine and this namespace is looked for. One of another start of the machine is gone where the file system cannot be
 * another machine's; in another container it cannot be seen, and its folder stays. Never rejects.
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
    const [, pid, ticks = '', space = '', ofBoot] =
      (name.startsWith(prefix) && MARK.exec(name.slice(prefix.length))) || [];
    if (pid === undefined || !(await isOurs(join(root, name)))) continue;
    const sameBoot = ofBoot === bootOf(boot);
    const owner = { pid: Number(pid), started: `${boot}:${ticks}`, namespace: `pid:[${space}]` };
    const seen = sameBoot && owner.namespace === here.namespace;
    if (seen && !isGone(owner)) continue;
    const isLost = seen || (!sameBoot && (await isOfOneMachine(root)));
    if (isLost) await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined);
    left[isLost ? 'removed' : 'kept'].push(name);
  }
  return left;
}

/** A folder, no link, that this user has made for itself alone. */
async function isOurs(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found !== null && found.isDirectory() && (found.mode & 0o777) === 0o700 && found.uid === process.getuid?.();
}

const isOfOneMachine = async (folder: string): Promise<boolean> =>
  OF_ONE_MACHINE.has((await statfs(folder).catch(() => ({ type: 0 }))).type >>> 0);
