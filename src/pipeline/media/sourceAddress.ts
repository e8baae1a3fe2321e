/** A host that no resolver knows (RFC 6761): the addresses below it lead nowhere but through the proxy that a range reader is. */
const PREFIX = 'http://source.invalid/';

/** What ffmpeg is told to open for a source that is fetched as it is read. It holds no secret: arguments can be read by every user of a machine. */
export const sourceAddress = (name: string): string => PREFIX + encodeURIComponent(Buffer.from(name).toString());

export const isSourceAddress = (path: string): boolean => path.startsWith(PREFIX);

/** The name that such an address was made of. */
export const nameInAddress = (address: string): string => decodeURIComponent(address.slice(PREFIX.length));
