import { isSourceAddress, nameInAddress } from './sourceAddress';

/** File name of a path, for messages: users know their file by it, not by a temporary folder or a range reader's address. */
export const nameOf = (path: string): string =>
  isSourceAddress(path) ? nameInAddress(path) : path.slice(path.lastIndexOf('/') + 1);
