/** What a text says of its times by a fragment. */
export interface Timed {
  url: string;
  /** Seconds, or a time as a clock shows it. */
  start?: number | string;
  end?: number | string;
}

/** The end of an address: from, to, or both, in normal play time (W3C, Media Fragments URI 1.0, section 4.2.1). */
const FRAGMENT = /#t=(?:npt:)?([\d:.]{0,20})(?:,([\d:.]{1,20}))?$/;

/** An address that may end in the times of what is played of it, such as `#t=3,8`. @param text bounded by its reader */
export function withTimes(text: string): Timed {
  const [fragment = '', start = '', end = ''] = FRAGMENT.exec(text) ?? [];
  if (start === '' && end === '') return { url: text };
  return {
    url: text.slice(0, -fragment.length),
    ...(start !== '' && { start: timeOf(start) }),
    ...(end !== '' && { end: timeOf(end) }),
  };
}

const timeOf = (text: string): number | string => (/^\d+(?:\.\d*)?$/.test(text) ? Number(text) : text);
