import { basename } from 'node:path/posix';
import { safeName } from '../pipeline/base/safeName';

/** The name that a result's name is made from, by the address of the input. */
export function nameOfAddress(address: string): string {
  const last = basename(URL.parse(address)?.pathname ?? address);
  try {
    return safeName(decodeURIComponent(last), 'media');
  } catch {
    return safeName(last, 'media');
  }
}
