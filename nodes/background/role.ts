import { parse } from 'node:path';

/**
 * What this process is to n8n: its main process (`n8n start`), a worker or webhook processor of queue mode, a workflow run from the command line
 * (`execute`), another of n8n's commands (`command`), or none of n8n's own programs (`other`).
 */
export type Role = 'main' | 'worker' | 'webhook' | 'execute' | 'command' | 'other';

const ROLES: Record<string, Role> = {
  start: 'main',
  worker: 'worker',
  webhook: 'webhook',
  execute: 'execute',
  executeBatch: 'execute',
  'execute-batch': 'execute',
};

/** @param argv as Node gives it: the program, n8n's script, its command */
export function roleOf([, script = '', command = 'start']: readonly string[]): Role {
  if (parse(script).name !== 'n8n') return 'other';
  return ROLES[command] ?? 'command';
}
