import type { VideoInfo } from '../media/mediaInfo';
import type { Bytes } from '../storage/bytes';

/**
 * What the first bytes of a file say it is. Playlists and other text are refused: they are never handed to ffmpeg. `boxes`: it begins as MP4 and MOV do.
 * `animation`: what an animated PNG says of itself, and no decoder tells.
 */
export type Sniffed =
  | { is: 'image'; format: 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'heic' | 'tiff' }
  | { is: 'refused'; why: string }
  | { is: 'media'; boxes: boolean; animation?: Pick<VideoInfo, 'frames' | 'plays'> };

const HEAD = 4096;

/** Looks at the content alone: a name's extension can lie. */
export const sniff = async (bytes: Bytes): Promise<Sniffed> => judge(await bytes.read(0, HEAD));

export function judge(head: Buffer): Sniffed {
  const ascii = (from: number, to: number) => head.toString('latin1', from, to);
  if (head.readUIntBE(0, Math.min(3, head.length)) === 0xffd8ff) return { is: 'image', format: 'jpeg' };
  // An animation says so before its first picture (acTL).
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') {
    const animation = animationOfPng(head);
    return animation ? { is: 'media', boxes: false, animation } : { is: 'image', format: 'png' };
  }
  if (/^GIF8[79]a/.test(ascii(0, 6))) return { is: 'image', format: 'gif' };
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return { is: 'image', format: 'webp' };
  if (/^(II\*\0|MM\0\*|II\+\0|MM\0\+)/.test(ascii(0, 4))) return { is: 'image', format: 'tiff' };
  if (ascii(4, 8) === 'ftyp') {
    const brands = ascii(8, Math.min(head.length, Math.max(16, head.readUInt32BE(0))));
    if (brands.startsWith('avis')) return { is: 'media', boxes: true };
    if (/avi[fs]/.test(brands)) return { is: 'image', format: 'avif' };
    if (/hei[cxms]|mif1|msf1/.test(brands)) return { is: 'image', format: 'heic' };
    return { is: 'media', boxes: true };
  }
  return asText(head) ?? { is: 'media', boxes: BOXES.test(ascii(4, 8)) };
}

/** Chunks of a PNG follow each other, each with its length before its name; acTL has how many pictures there are, and how often they are played. */
function animationOfPng(head: Buffer): Pick<VideoInfo, 'frames' | 'plays'> | null {
  for (let at = 8; at + 16 <= head.length;) {
    const name = head.toString('latin1', at + 4, at + 8);
    if (name === 'acTL') return { frames: head.readUInt32BE(at + 8), plays: head.readUInt32BE(at + 12) };
    if (name === 'IDAT') return null;
    at += 12 + head.readUInt32BE(at);
  }
  return null;
}

/** What else an MP4 or MOV can begin with. */
const BOXES = /^(moov|mdat|wide|free|skip|pnot|styp|moof|sidx|uuid)$/;

/** Playlists, manifests and other text under whatever name. */
function asText(head: Buffer): { is: 'refused'; why: string } | undefined {
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^#EXTM3U/.test(text))
    return { is: 'refused', why: 'it is an HLS playlist, a list of other files, and not a media file' };
  if (/^ffconcat/.test(text))
    return { is: 'refused', why: 'it is an ffconcat list of other files and not a media file' };
  if (/^(<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<MPD[\s>]/.test(text))
    return { is: 'refused', why: 'it is a DASH manifest, a list of other files, and not a media file' };
  if (/^(<\?xml[^>]*>\s*)?(<!DOCTYPE[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<svg[\s>]/i.test(text))
    return { is: 'refused', why: 'it is an SVG drawing, which can name other files; convert it to PNG first' };
  if (/^\s*<(!doctype html|html|\?xml)/i.test(text))
    return {
      is: 'refused',
      why: 'it is a web page or XML text; an address may have led to a login or error page instead of the file',
    };
  const printable = head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
  return printable && !text.includes('\uFFFD') ? { is: 'refused', why: 'it is text and not a media file' } : undefined;
}
