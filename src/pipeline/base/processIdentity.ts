import { readFileSync, readlinkSync } from 'node:fs';

/** What tells one process from all others, also from a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in ticks since the machine did, after the machine's own boot id; empty where that cannot be told. */
  started: string;
  /** Within which process numbers count: containers on one machine each have numbers of their own. */
  namespace: string;
}

/** @returns null when there is no such process (a zombie is none) or it cannot be told apart (not on Linux) */
export function identify(pid: number): ProcessIdentity | null {
  try {
    // The name in brackets may hold anything: fields count from behind it (proc_pid_stat(5): state is the 3rd, starttime the 22nd).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    if (stat[0] === 'Z' || stat[0] === 'X') return null;
    return { pid, started: `${bootId()}:${stat[19] ?? ''}`, namespace: namespaceHere() };
  } catch {
    return null;
  }
}

/** This process. */
export const ownIdentity = (): ProcessIdentity =>
  identify(process.pid) ?? { pid: process.pid, started: '', namespace: '' };

/** Whether a process is known to be gone. False where that cannot be seen from here: in another container, on another system. */
export function isGone({ pid, started, namespace }: ProcessIdentity): boolean {
  if (started === '' || namespace !== namespaceHere()) return false;
  return identify(pid)?.started !== started;
}

/** Ends a process and its group, if it is still the very same. */
export function killIfSame(identity: ProcessIdentity): void {
  if (identity.started === '' || identity.namespace !== namespaceHere() || isGone(identity)) return;
  for (const target of [-identity.pid, identity.pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // It was no leader of a group, or it has just ended.
    }
  }
}

let boot: string | undefined;
let namespace: string | undefined;

function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return boot;
}

function namespaceHere(): string {
  if (namespace !== undefined) return namespace;
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    namespace = '';
  }
  return namespace;
}
