import { redact } from './redact';
import { LONGEST_SHOWN } from './textLimits';

/** A given value as JSON for an error, secrets masked, cut at 80 characters; of a large one not much more is looked at than is shown. */
export const shownValue = (value: unknown): string => json(value, LONGEST_SHOWN).slice(0, LONGEST_SHOWN);

/** A name that was given, in quotes. */
export const shownName = (name: string): string => JSON.stringify(name.length > LONGEST_SHOWN ? cut(name) : name);

const cut = (name: string): string => `${name.slice(0, LONGEST_SHOWN)}…`;

/** @param room characters; once they are full nothing more is read, at whatever depth */
function json(value: unknown, room: number): string {
  if (typeof value === 'string') return JSON.stringify(redact(value).slice(0, room));
  if (typeof value !== 'object' || value === null || room <= 0) return String(value);
  const isList = Array.isArray(value);
  let text = isList ? '[' : '{';
  for (const key in value) {
    if (text.length >= room) break;
    const name = isList ? '' : `${JSON.stringify(key.slice(0, room))}:`;
    text += `${text.length > 1 ? ',' : ''}${name}${json(value[key as keyof typeof value], room - text.length - name.length)}`;
  }
  return `${text}${isList ? ']' : '}'}`;
}
