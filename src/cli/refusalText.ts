import type { CommanderError } from 'commander';

/** `error: unknown command 'vidoe'\n(Did you mean video?)` as a sentence. @param there names of what could be meant */
export function refusalText({ message }: CommanderError, there = ''): string {
  const text = message
    .replace(/^error: /, '')
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /unknown command/.test(message) ? `${capital}; there are: ${there}.` : `${capital}.`;
}
