import { inspect } from 'node:util';
import { redact } from '../pipeline/base/redact';
import { printable } from './io';

/** All that is known of an error, for a bug report: its stack and those of its causes, the last of which holds what ffmpeg said. */
export function debugText(error: unknown): string {
  const parts: string[] = [];
  // Causes can go round in a circle.
  for (
    let at = error;
    at !== undefined && at !== null && parts.length < 12;
    at = at instanceof Error ? at.cause : undefined
  ) {
    parts.push(at instanceof Error ? (at.stack ?? at.message) : inspect(at));
  }
  return redact(parts.join('\ncaused by: ')).split('\n').map(printable).join('\n');
}
