import { mediaError } from './mediaError';

/** @throws cancelled */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw mediaError('cancelled', {}, signal.reason);
}
