import { ownIdentity } from '../base/processIdentity';
import type { ProcessIdentity } from '../base/processIdentity';

/** `4242-83911-4026531836-1b4e28ba2fa1-`: number and start of a process, where its number counts, and the start of its machine; then what makes a name a new one. */
const MARK = /^(\d+)-(\d+)-(\d+)-([0-9a-f]{12})-[A-Za-z0-9]{6}$/;

export const bootOf = (bootId: string): string => bootId.replaceAll('-', '').slice(0, 12);

/** What this process writes into the names of its work folders; empty where processes cannot be told apart (not on Linux). */
export function ownMark({ pid, started, namespace }: ProcessIdentity = ownIdentity()): string {
  const [boot = '', ticks = ''] = started.split(':');
  const [space = ''] = /\d+/.exec(namespace) ?? [];
  return ticks === '' || space === '' ? '' : `${pid}-${ticks}-${space}-${bootOf(boot)}-`;
}

/** A process as its mark tells of it. */
export interface MarkedProcess {
  pid: number;
  ticks: string;
  /** As identities have it. */
  namespace: string;
  /** As `bootOf` has it. */
  boot: string;
}

/** null: the text is no mark with a name's end behind it. */
export function processOf(text: string): MarkedProcess | null {
  const [, pid, ticks = '', space = '', boot = ''] = MARK.exec(text) ?? [];
  return pid === undefined ? null : { pid: Number(pid), ticks, namespace: `pid:[${space}]`, boot };
}
