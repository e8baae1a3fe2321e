import { addressOf, isStored, isWeb, placeOfStranger, shownPlace } from '../pipeline/storage/place';
import type { RemotePlace } from '../pipeline/storage/place';
import { shownAddress } from '../pipeline/base/redact';
import { hiddenOf } from './jobSecrets';
import type { InputSecrets } from './jobSecrets';
import type { StoredAddress } from './store/storedJob';

/** A place as it is stored: what may be read by everybody, and what has to be sealed. */
export function storedInput(place: RemotePlace): {
  input: StoredAddress;
  hidden: Pick<InputSecrets, 'address' | 'place'>;
} {
  const address = hiddenOf(addressOf(place));
  const hides = address !== undefined || (isWeb(place) && shownAddress(place.href) !== place.href);
  return {
    input: { address: shownPlace(place), ...(isStored(place) && { [place.scheme]: true }), ...(!hides && { place }) },
    hidden: hides ? { address, place } : {},
  };
}

/**
 * Where a stored job's input has to be fetched from. Version 0.1 has stored no place but the text alone, in part as a stranger has sent it: whoever that was,
 * it is read as a stranger's, so that it is no path.
 * @throws invalid_input
 */
export const placeOfInput = (input: StoredAddress, { address, place }: InputSecrets): RemotePlace =>
  place ?? input.place ?? placeOfStranger(address ?? input.address);
